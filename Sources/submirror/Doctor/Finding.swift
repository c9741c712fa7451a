/// What one check of `doctor` found: one line.
struct Finding: Sendable, Equatable {
    /// How bad it is.
    enum Level: String, Sendable {
        case ok, warning, failed
        /// Not looked at, as something else has to be set right first, or is not wanted.
        case skipped
    }

    /// What was looked at, in one word.
    let check: String
    let level: Level
    /// What was found, and what to do where something is to be done; never a secret.
    let message: String
    /// How the program ends for it: `.done` unless it failed.
    let status: ExitStatus

    static func ok(_ check: String, _ message: String) -> Finding {
        Finding(check: check, level: .ok, message: message, status: .done)
    }

    static func warning(_ check: String, _ message: String) -> Finding {
        Finding(check: check, level: .warning, message: message, status: .done)
    }

    static func skipped(_ check: String, _ message: String) -> Finding {
        Finding(check: check, level: .skipped, message: message, status: .done)
    }

    static func failed(_ check: String, _ status: ExitStatus, _ message: String) -> Finding {
        Finding(check: check, level: .failed, message: message, status: status)
    }

    /// What `error` says, as the command that meets it would say it.
    static func failed(_ check: String, _ error: any Error) -> Finding {
        let (status, message) = ExitStatus.of(error)
        return failed(check, status, message)
    }
}
