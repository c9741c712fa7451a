import ArgumentParser
import Foundation
import MirrorQuery

struct StatusCommand: ParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how fresh and how complete the mirror is.",
        discussion: """
            submirror status
            submirror status --json
            submirror status --max-age 2h    ends with 75 when the data is older: for a monitor
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Write JSON.")
    var json = false

    @Option(help: ArgumentHelp("Fail when the data is older than this, such as 2h.", valueName: "duration"))
    var maxAge: String?

    func validate() throws {
        if let maxAge, DurationText.duration(maxAge) == nil {
            throw ValidationError("--max-age has to be a duration such as 30m or 2h")
        }
    }

    func run() throws {
        let reader = try Wiring(try global.settings(), console: global.console).reader()
        let status = try Status(of: reader, now: Date())
        try json ? Output.write(status.json) : Output.show(status.text)
        guard let limit = maxAge.flatMap(DurationText.duration), status.isOlder(than: limit) else { return }
        let age = status.lagSeconds.map { DurationText.text(.seconds($0)) } ?? "its age is not known"
        throw Complaint(status: .tryLater, message: "the data is too old: \(age), allowed \(maxAge ?? "")")
    }
}
