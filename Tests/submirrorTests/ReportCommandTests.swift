import Foundation
import Sandbox
import TestSupport
import Testing

@Suite("A report's parameters on the command line")
struct ReportCommandTests {
    @Test("an option of the parameter's name means the same as --parameter")
    func parametersAsOptions() async throws {
        try await CommandStage.with { stage in
            #expect(try await stage.program.run("sync").status == 0)
            let same: [([String], [String])] = [
                (["bridge", "--from", "-7d", "--by", "type"], ["from=-7d", "by=type"]),
                (["bridge", "--by=organization", "--from=-7d"], ["by=organization", "from=-7d"]),
                (["changes", "--since", "-7d"], ["since=-7d"]),
                (
                    ["subscriptions-by-cost-centre", "--reference=user_reference2"],
                    ["reference=user_reference2"]
                ),
                (["expiring", "--format", "csv", "--days", "400", "--quiet"], ["days=400"]),
            ]
            for (short, parameters) in same {
                let long = parameters.flatMap { ["--parameter", $0] }
                let options = short.contains("csv") ? ["--format", "csv"] : []
                let (first, second) = (
                    try await stage.program.run(["report"] + short),
                    try await stage.program.run(["report", short[0]] + long + options)
                )
                #expect(first.status == 0, "\(first.errors)")
                #expect(first.output == second.output && !first.output.isEmpty, "\(short)")
            }
            let refused: [([String], String)] = [
                (["changes", "--sinse", "-7d"], "the report changes has no parameter sinse; it has since"),
                (["changes", "--since"], "--since needs a value"),
                (["changes", "bridge"], "bridge belongs to no option: a report has one name"),
                (["changes", "--since", "-7d", "--parameter", "since=-8d"], "since"),
                (["changes", "--month", "2026-10"], "has no parameter month"),
                (["--list", "--since", "-7d"], "Unknown option '--since'"),
            ]
            for (arguments, sentence) in refused {
                let result = try await stage.program.run(["report"] + arguments)
                #expect(result.status == 64 && result.output.isEmpty, "\(arguments)")
                #expect(result.errors.contains(sentence), "\(result.errors)")
            }
        }
    }
}
