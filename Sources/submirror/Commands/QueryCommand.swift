import ArgumentParser
import Exports
import Foundation
import MirrorReading

struct QueryCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Run one read-only SQL query.",
        discussion: """
            submirror query "SELECT status, count(*) AS subscriptions FROM subscription GROUP BY 1"
            submirror query "SELECT * FROM party WHERE msisdn = :number" --parameter number=4790000001 --format json
            submirror query "SELECT count(*) AS subscriptions FROM subscription" --as-of 2026-10-31
            submirror query "SELECT * FROM subscription_flat" --format csv-excel --output subscriptions.csv
            submirror query "SELECT * FROM subscription_flat" --privacy pseudonymous
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: ArgumentHelp("The query.", valueName: "sql"))
    var sql: String

    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("The value of :name in the query.", valueName: "name=value"))
    var parameter: [String] = []

    @Option(parsing: .unconditional, help: ArgumentHelp(AsOfOption.help, valueName: "time"))
    var asOf: String?

    @Option(help: ArgumentHelp(PrivacyOption.help))
    var privacy: PrivacyLevel?

    func run(in invocation: Invocation) throws {
        let query = try Query(sql, assignments: parameter)
        let wiring = try global.wiring(in: invocation)
        let reader = try wiring.reader(asOf: asOf)
        if let asOf = reader.asOf { wiring.console.tell(asOf.words) }
        try output.write(query, at: wiring.privacy(at: privacy ?? .full), of: reader, in: wiring)
    }
}
