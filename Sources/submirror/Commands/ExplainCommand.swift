import ArgumentParser
import MirrorCore
import MirrorReading
import Reports

struct ExplainCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Show a number's state and every value it has had.",
        discussion: """
            For each value: when it was observed (from, to), the run that saw it first, and its path in the API's document.
            Before the values: why the number is queued, set aside, parked or gone, and which values cannot
            be read.

            submirror explain 4790000001
            submirror explain 4790000001 user_reference1
            submirror explain 4790000001 party.last_name --format csv
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The number.")
    var msisdn: ValidatedArgument<Msisdn>

    @Argument(help: "Show one column only, such as status or party.last_name.")
    var column: String?

    @OptionGroup var output: OutputOptions

    func run(in invocation: Invocation) throws {
        let number = try msisdn.number
        let wiring = try global.wiring(in: invocation)
        let reader = try wiring.reader()
        if let column, !Query.explainableColumns.contains(column) {
            let hint = Spelling.hint(
                for: column, among: Query.explainableColumns.sorted(), otherwise: ": see data_dictionary")
            throw CommandFailure(kind: .usage, message: "no column \(column) has a history\(hint)")
        }
        let state = Query.numberState(of: number.digits)
        guard try !reader.rows(of: state).isEmpty else {
            throw CommandFailure(
                kind: .usage,
                message:
                    "…\(number.digits.suffix(3)) is not in the mirror: write the digits with the country code, such as 47 900 00 001"
            )
        }
        if column == nil, output.chosen == .table, output.file == nil {
            try output.write(state, of: reader, in: wiring)
            try Output.show("\n")
        }
        try output.write(.numberValues(of: number.digits, column: column), of: reader, in: wiring)
    }
}
