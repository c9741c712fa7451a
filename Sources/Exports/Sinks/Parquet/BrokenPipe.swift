import Glibc

/// Writing to a program that may have ended.
enum BrokenPipe {
    /// Calls `write` without the signal that a pipe without a reader would end our process with; returns also
    /// what `errno` was then.
    static func asError(_ write: () -> Int) -> (count: Int, code: Int32) {
        var signals = sigset_t()
        var before = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, &before)
        let count = write()
        let code = errno
        if count < 0, code == EPIPE {
            // Taken away while it is still held back.
            var atOnce = timespec()
            _ = sigtimedwait(&signals, nil, &atOnce)
        }
        pthread_sigmask(SIG_SETMASK, &before, nil)
        return (count, code)
    }
}
