import Exports
import Foundation
import MirrorCore
import MirrorReading
import Sandbox
import Scheduler
import TestSupport
import Testing

/// Follows organizations with a placeholder as their number, from the API to the analyst.
@Suite("A placeholder merges no strangers")
struct PlaceholderOrganizationTests {
    @Test("each organization shows under its own name, as of the past as well, and the export is valid")
    func ownNames() async throws {
        var options = SandboxOptions()
        options.subscriptions = 4
        options.sloppiness = 0
        try await Workbench.with(options) { bench async throws in
            let numbers = bench.sandbox.truth().msisdns.sorted()
            let owners = [#""""#, #""N/A""#, #""""#, "null"]
            for (index, number) in numbers.enumerated() {
                let owner = #"{"orgNumber":\#(owners[index]),"name":"FIRMA \#(index)"}"#
                bench.sandbox.inject(
                    .body(
                        #"{"msisdn":"\#(number)","type":{"id":1},"validFromDate":"2020-01-31T00:00:00","#
                            + #""status":"ACTIVE","owner":{"organization":\#(owner)}}"#),
                    endpoint: .detail, msisdn: number, times: nil)
            }
            #expect(try await bench.sync().outcome == .complete)
            #expect(
                try bench.rows("SELECT owner_organization FROM subscription_flat ORDER BY msisdn")
                    == (0..<4).map { [.text("FIRMA \($0)")] })
            #expect(try bench.rows("SELECT DISTINCT org_number FROM party") == [[.null]])
            #expect(
                try bench.rows("SELECT DISTINCT valid_from_date FROM subscription") == [[.text("2020-01-31")]]
            )
            #expect(
                try bench.rows("SELECT sum(count) FROM anomaly WHERE path = '$.owner.organization.orgNumber'")
                    == [[.integer(4)]])

            let number = numbers[0]
            bench.sandbox.clearInjected()
            bench.sandbox.inject(
                .body(
                    #"{"msisdn":"\#(number)","type":{"id":1},"validFromDate":"2020-01-31","status":"ACTIVE","#
                        + #""owner":{"organization":{"orgNumber":"-","name":"FIRMA X"}}}"#),
                endpoint: .detail, msisdn: number, times: nil)
            try bench.sandbox.change(.reference, msisdn: number)
            bench.wait(.seconds(600))
            try await bench.sync()
            #expect(
                try bench.rows("SELECT field, old_value, new_value FROM change WHERE relation = 'party'") == [
                    [.text("organization_name"), .text("FIRMA 0"), .text("FIRMA X")]
                ])
            let past = try MirrorReader(
                path: bench.mirror.path, asOf: AsOf(before: bench.time.now().addingTimeInterval(-300)))
            #expect(
                try past.rows(of: Query("SELECT organization_name FROM party WHERE msisdn = '\(number)'"))
                    == [
                        [.text("FIRMA 0")]
                    ])
            try await validate(bench)
        }
    }

    private func validate(_ bench: Workbench) async throws {
        guard ReaderTool.frictionless.isWanted else { return }
        for format in [ExportFormat.csv, .csvExcel] {
            let target = bench.directory.path + "/" + format.rawValue
            try Export(
                of: MirrorReader(path: bench.mirror.path),
                ExportOptions(format: format, programs: ProgramEnvironment([:]))
            ).write(
                to: target)
            let result = try await ReaderTool.frictionless.run(["validate", target + "/datapackage.json"])
            #expect(result.status == 0, "\(result.output)")
        }
    }
}
