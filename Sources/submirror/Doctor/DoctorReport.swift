/// Everything that `doctor` found, in the order of the checks.
struct DoctorReport: Sendable, Equatable {
    var findings: [Finding] = []
    /// How many requests were sent, including the one for a token.
    var requests = 0

    /// The exit status: that of the failure to correct first.
    ///
    /// Failures that only a person can correct come first, those that may pass by themselves last.
    var status: ExitStatus {
        let order: [ExitStatus] = [
            .configuration, .credentials, .unusableData, .disk, .unreachable, .tryLater, .usage,
        ]
        let failures = Set(findings.filter { $0.level == .failed }.map(\.status))
        return order.first(where: failures.contains) ?? .done
    }

    /// Text for people: one line per check.
    var text: String {
        let width = (findings.map(\.check.count).max() ?? 0) + 1
        let lines = findings.map { finding in
            pad(finding.level.rawValue, to: 8) + pad(finding.check, to: width) + finding.message
        }
        let sent = requests == 1 ? "1 request was sent" : "\(requests) requests were sent"
        return (lines + [sent]).joined(separator: "\n") + "\n"
    }

    /// JSON for programs: one document.
    var json: String {
        struct Fields: Encodable {
            struct Check: Encodable {
                let check: String
                let level: String
                let message: String
                let exit_code: Int32
            }
            let checks: [Check]
            let requests: Int
            let exit_code: Int32
        }
        let checks = findings.map {
            Fields.Check(
                check: $0.check, level: $0.level.rawValue, message: $0.message, exit_code: $0.status.rawValue)
        }
        return JSONText.of(Fields(checks: checks, requests: requests, exit_code: status.rawValue)) + "\n"
    }

    private func pad(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
