import MirrorCore
import MirrorStore
import Scheduler

extension WatchOutcome {
    /// The consequence of a run for the next, judged by its first source: the
    /// other's failures must not delay it.
    init(_ result: SyncResult) {
        switch result.sources[0].result {
        case .failure(let error): self.init(error)
        case .success(let report):
            if case .quotaSpent(let until) = report.stop {
                self = .quotaSpent(until: until)
            } else {
                self = .done
            }
        }
    }

    /// The consequence of a failed run for the next.
    init(_ error: any Error) {
        if error is RunLock.Held {
            self = .locked
            return
        }
        self =
            switch ExitStatus.of(error).status {
            case .credentials: .refused
            case .configuration: .misconfigured
            case .disk: .disk
            case .unusableData: error is MirrorFailure ? .unusableMirror : .failed
            case .unreachable, .tryLater, .decision, .done, .usage: .failed
            }
    }
}
