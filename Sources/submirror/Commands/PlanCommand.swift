import ArgumentParser
import Foundation
import MirrorCore

struct PlanCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show what the next run would do, and when it would finish.",
        discussion: """
            Sends and writes nothing. Counts the requests by purpose, and estimates when the last one could be sent at
            the configured or learned pace.

            submirror plan
            submirror plan --full --json
            """)

    @OptionGroup var global: GlobalOptions

    @Flag(help: "Plan a full run: a comparison with the complete list.")
    var full = false

    @OptionGroup var output: DocumentOptions

    func run(in invocation: Invocation) throws {
        let plan = try PlanDocument(
            global.wiring(in: invocation), isFull: full, now: invocation.time.now())
        try output.isJSON ? Output.write(plan.json + "\n") : Output.show(plan.text)
    }
}
