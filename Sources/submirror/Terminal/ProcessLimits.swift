import Foundation
import Glibc
import MirrorCore

/// What the system allows this process, made fit for what is to be done, or refused in a sentence.
enum ProcessLimits {
    /// SQLite's files, a publication's, an API's connections, and four for each event loop, of which there is one for
    /// each core; with fewer the loops cannot be made, and the process traps.
    private static var neededDescriptors: rlim_t {
        rlim_t(64 + 4 * ProcessInfo.processInfo.activeProcessorCount)
    }

    /// An event loop for each core, and as many threads that block; without them the process traps.
    private static var neededThreads: rlim_t {
        rlim_t(16 + 2 * ProcessInfo.processInfo.activeProcessorCount)
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
        // Else libdispatch tells the journal of each thread that may not raise its priority: of every one in a service.
        setenv("LIBDISPATCH_LOG", "NO", 0)
        // A file that reaches its largest size is then an error of that write, like a full disk.
        signal(SIGXFSZ, SIG_IGN)
        hearSignals()
        try raise(RLIMIT_NOFILE, to: neededDescriptors, "may open", "files", "ulimit -n, or LimitNOFILE=")
        // Root's are not counted.
        if geteuid() != 0 {
            try raise(__RLIMIT_NPROC, to: neededThreads, "may have", "threads", "ulimit -u, or LimitNPROC=")
        }
    }

    /// The same for a service that also has so many connections open.
    ///
    /// - Throws: ``Complaint``.
    static func prepare(connections: Int) throws {
        try raise(
            RLIMIT_NOFILE, to: neededDescriptors + rlim_t(connections), "may open", "files",
            "ulimit -n, or LimitNOFILE=")
    }

    /// - Throws: ``Complaint`` when the system allows too few.
    private static func raise(
        _ resource: __rlimit_resource, to needed: rlim_t, _ verb: String, _ things: String, _ advice: String
    ) throws {
        let id = __rlimit_resource_t(resource.rawValue)
        var limit = rlimit()
        guard getrlimit(id, &limit) == 0, limit.rlim_cur < needed else { return }
        limit.rlim_cur = min(limit.rlim_max, needed)
        guard limit.rlim_cur == needed, setrlimit(id, &limit) == 0 else {
            throw Complaint(
                kind: .configuration,
                message:
                    "this process \(verb) \(limit.rlim_cur) \(things), and needs \(needed): raise \(advice) "
                    + "of the service")
        }
    }
}
