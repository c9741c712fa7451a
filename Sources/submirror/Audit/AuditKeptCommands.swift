import ArgumentParser
import MirrorCore
import MirrorReading
import MirrorStore

struct AuditListCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List audits, newest first.",
        discussion: "submirror audit list --format json")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    func run(in invocation: Invocation) throws {
        let wiring = try global.wiring(in: invocation)
        let reader = try wiring.reader()
        try output.write(.audits, of: reader, in: wiring)
    }
}

struct AuditShowCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show an audit's results as they were stored.",
        discussion: """
            submirror audit show 3
            submirror audit show invoice --result only-here --format csv
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The audit's id, or its name for the latest with that name.")
    var audit: String

    @Option(
        help:
            "Show only one result: matched, only-there, only-here, differing, doubled, unreadable or left-out."
    )
    var result: String?

    func run(in invocation: Invocation) throws {
        let result = try result.map { text in
            guard let result = AuditResult(rawValue: text.replacing("-", with: " ")) else {
                let known = AuditResult.allCases.map { $0.rawValue.replacing(" ", with: "-") }
                throw ValidationError("--result must be one of \(known.joined(separator: ", "))")
            }
            return result
        }
        let wiring = try global.wiring(in: invocation)
        let reader = try wiring.reader()
        try AuditOutput(try reader.audit(named: audit), of: reader, in: wiring).write(output, only: result)
    }
}

struct AuditDiffCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compare an audit with the previous one: new, settled and open findings.",
        discussion: """
            The previous audit is the latest one with the same name and an earlier month; --with selects another.

            submirror audit diff invoice
            submirror audit diff 7 --with 3
            """)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The audit's id, or its name for the latest with that name.")
    var audit: String

    @Option(help: ArgumentHelp("The audit to compare with.", valueName: "audit"))
    var with: String?

    func run(in invocation: Invocation) throws {
        let wiring = try global.wiring(in: invocation)
        let reader = try wiring.reader()
        let audit = try reader.audit(named: audit)
        let other = try with.map { try reader.audit(named: $0) }
        guard other != audit else { throw ValidationError("--with must name a different audit") }
        try output.write(.auditDiff(of: audit, with: other), of: reader, in: wiring)
    }
}

struct AuditDropCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Delete an audit that was made by mistake.",
        discussion: "submirror audit drop 3")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Its id.")
    var audit: Int64

    func run(in invocation: Invocation) async throws {
        let wiring = try global.wiring(in: invocation, logs: true)
        guard try await wiring.withStore({ try await $0.dropAudit(audit) }) else {
            throw CommandFailure(
                kind: .usage, message: "there is no audit \(audit): see submirror audit list")
        }
        wiring.console.tell("audit \(audit) removed")
    }
}

extension MirrorReader {
    /// - Throws: ``CommandFailure`` if there is none.
    fileprivate func audit(named text: String) throws -> Int64 {
        guard case .integer(let audit)? = try rows(of: .audit(named: text)).first?.first else {
            throw CommandFailure(kind: .usage, message: "there is no audit \(text): see submirror audit list")
        }
        return audit
    }
}
