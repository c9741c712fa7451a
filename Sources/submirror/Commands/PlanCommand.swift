import ArgumentParser
import Foundation
import MirrorCore

struct PlanCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Say what the next run would do and when it would be done.",
        discussion: """
            Sends nothing and writes nothing. Counts the requests by purpose, and when the last of them could be sent at
            the pace that is configured or was learned.

            submirror plan
            submirror plan --full --json
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Plan a run that compares the mirror with the complete list.")
    var full = false

    @OptionGroup var output: DocumentOptions

    func run(in invocation: Invocation) throws {
        let plan = try PlanDocument(
            global.wiring(in: invocation), isFull: full, now: invocation.time.now())
        try output.isJSON ? Output.write(plan.json + "\n") : Output.show(plan.text)
    }
}
