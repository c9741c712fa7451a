/// The result of one check of `doctor`: one line.
struct Finding: Sendable, Equatable {
    /// The severity.
    enum Level: String, Sendable {
        case ok, warning, failed
        /// Not checked, as something else has to be corrected first, or the check was not requested.
        case skipped
    }

    /// The check's name, in one word.
    let check: String
    let level: Level
    /// The finding, and what to do about it; never a secret.
    let message: String
    /// The resulting exit status: `.done` unless the check failed.
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

    /// A failure with the message and status of the command that would meet `error`.
    static func failed(_ check: String, _ error: any Error) -> Finding {
        let (status, message) = ExitStatus.of(error)
        return failed(check, status, message)
    }
}
