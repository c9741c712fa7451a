import ArgumentParser
import Foundation
import MirrorQuery

struct QueryCommand: ParsableCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Run one SQL query; nothing can be written.",
        discussion: """
            submirror query "SELECT status, count(*) AS subscriptions FROM subscription GROUP BY 1"
            submirror query "SELECT * FROM party WHERE msisdn = :number" --parameter number=4790000001 --format json
            submirror query "SELECT count(*) AS subscriptions FROM subscription" --as-of 2026-10-31
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: ArgumentHelp("The query.", valueName: "sql"))
    var sql: String

    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("The value of :name in the query.", valueName: "name=value"))
    var parameter: [String] = []

    @Option(parsing: .unconditional, help: ArgumentHelp(AsOfOption.help, valueName: "time"))
    var asOf: String?

    func run() throws {
        let query = try Query(sql, assignments: parameter)
        let reader = try Wiring(try global.settings(), console: global.console).reader(asOf: asOf)
        if let asOf = reader.asOf { global.console.tell(asOf.words) }
        try reader.write(query, as: output.chosen, to: Output.write)
    }
}
