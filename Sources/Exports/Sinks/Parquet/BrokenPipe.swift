import Glibc

/// Writes to a program that may have ended.
enum BrokenPipe {
    /// Calls `write` with SIGPIPE blocked, which would otherwise end our process if the pipe has no reader.
    ///
    /// - Returns: the result, and the value of `errno` after the call.
    static func asError(_ write: () -> Int) -> (count: Int, code: Int32) {
        var signals = sigset_t()
        var before = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, &before)
        let count = write()
        let code = errno
        if count < 0, code == EPIPE {
            // Consumed while still blocked.
            var atOnce = timespec()
            _ = sigtimedwait(&signals, nil, &atOnce)
        }
        pthread_sigmask(SIG_SETMASK, &before, nil)
        return (count, code)
    }
}
