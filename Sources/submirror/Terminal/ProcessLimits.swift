import Foundation
import Glibc

/// What the system allows this process, made fit for what is to be done, or refused in a sentence.
enum ProcessLimits {
    /// SQLite's files, a publication's, an API's connections, and four for each event loop, of which there is one for
    /// each core; with fewer the loops cannot be made, and the process traps.
    private static var neededDescriptors: rlim_t {
        rlim_t(64 + 4 * ProcessInfo.processInfo.activeProcessorCount)
    }

    /// Makes SIGTERM and Ctrl-C end the process, as whatever has no better way to end expects.
    private static func hearSignals() {
        // Whoever started us may have blocked them.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGTERM, SIGINT] {
            sigaddset(&signals, number)
            // A container's first process is ended only by signals that it handles.
            if getpid() == 1 { signal(number) { number in _exit(128 + number) } }
        }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// - Throws: ``Complaint``.
    static func prepare() throws {
        // A file that reaches its largest size is then an error of that write, like a full disk.
        signal(SIGXFSZ, SIG_IGN)
        hearSignals()
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        guard limit.rlim_cur < neededDescriptors else { return }
        limit.rlim_cur = min(limit.rlim_max, neededDescriptors)
        guard limit.rlim_cur == neededDescriptors,
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0
        else {
            throw Complaint(
                status: .configuration,
                message:
                    "this process may open \(limit.rlim_cur) files, and needs \(neededDescriptors): raise "
                    + "ulimit -n, or LimitNOFILE= of the service")
        }
    }
}
