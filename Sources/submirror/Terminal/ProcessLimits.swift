import Foundation
import Glibc
import MirrorCore

/// Raises the system's limits on this process to what it needs, or refuses to run.
enum ProcessLimits {
    /// The file descriptors for SQLite, a publication and an API's connections, and four
    /// per event loop, one per core.
    ///
    /// With fewer the event loops cannot be created, and the process traps.
    private static var neededDescriptors: rlim_t {
        rlim_t(64 + 4 * ProcessInfo.processInfo.activeProcessorCount)
    }

    /// An event loop per core, and as many blocking threads; without them the process traps.
    private static var neededThreads: rlim_t {
        rlim_t(16 + 2 * ProcessInfo.processInfo.activeProcessorCount)
    }

    /// Lets SIGTERM and Ctrl-C end the process, for commands without their own handling.
    private static func unblockSignals() {
        // The parent process may have blocked them.
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in [SIGTERM, SIGINT] {
            sigaddset(&signals, number)
            // Process 1 of a container is ended only by signals that it handles.
            if getpid() == 1 { signal(number) { number in _exit(128 + number) } }
        }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }

    /// - Throws: ``CommandFailure``.
    static func prepare() throws {
        // Otherwise libdispatch logs a line for each thread that may not raise its priority: in a service, for every one.
        setenv("LIBDISPATCH_LOG", "NO", 0)
        // Exceeding the largest file size is then a write error, like a full disk.
        signal(SIGXFSZ, SIG_IGN)
        unblockSignals()
        try raise(RLIMIT_NOFILE, to: neededDescriptors, "may open", "files", "ulimit -n, or LimitNOFILE=")
        // The limit does not apply to root.
        if geteuid() != 0 {
            try raise(__RLIMIT_NPROC, to: neededThreads, "may have", "threads", "ulimit -u, or LimitNPROC=")
        }
    }

    /// Prepares a service that also has that many connections open, and that many threads.
    ///
    /// - Throws: ``CommandFailure``.
    static func prepare(connections: Int, threads: Int = 0) throws {
        try raise(
            RLIMIT_NOFILE, to: neededDescriptors + rlim_t(connections), "may open", "files",
            "ulimit -n, or LimitNOFILE=")
        if geteuid() != 0 {
            try raise(
                __RLIMIT_NPROC, to: neededThreads + rlim_t(threads), "may have", "threads",
                "ulimit -u, or LimitNPROC=")
        }
    }

    /// - Throws: ``CommandFailure`` if the system allows too few.
    private static func raise(
        _ resource: __rlimit_resource, to needed: rlim_t, _ verb: String, _ things: String, _ advice: String
    ) throws {
        let id = __rlimit_resource_t(resource.rawValue)
        var limit = rlimit()
        guard getrlimit(id, &limit) == 0, limit.rlim_cur < needed else { return }
        limit.rlim_cur = min(limit.rlim_max, needed)
        guard limit.rlim_cur == needed, setrlimit(id, &limit) == 0 else {
            throw CommandFailure(
                kind: .configuration,
                message:
                    "this process \(verb) \(limit.rlim_cur) \(things), and needs \(needed): raise \(advice) "
                    + "of the service")
        }
    }
}
