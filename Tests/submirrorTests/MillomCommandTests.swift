import Foundation
import MirrorCore
import MirrorReading
import Sandbox
import TestSupport
import Testing

@testable import submirror

/// The commands of the second source: the real program and a simulated Millom.
@Suite("Millom's commands")
struct MillomCommandTests {
    /// A sandbox that simulates Millom, and the program, configured for both sources and synced once.
    private static func withStage(
        _ adjust: (inout SandboxMillom) -> Void = { _ in }, isSynced: Bool = true,
        _ body: (FileStage) async throws -> Void
    ) async throws {
        var options = SandboxOptions()
        options.subscriptions = 50
        var millom = SandboxMillom()
        millom.queuedShare = 0
        millom.failedShare = 0
        adjust(&millom)
        options.millom = millom
        try await withTemporaryDirectory { directory in
            try await SandboxServer.withServer(options: options) { server in
                var environment = server.environment(in: directory, options: options)
                environment.merge(server.millomEnvironment) { $1 }
                let stage = FileStage(sandbox: server, directory: directory, environment: environment)
                if isSynced {
                    let sync = try await stage.program.run("sync", "--quiet")
                    #expect(sync.status == 0, "\(sync.errors)")
                }
                try await body(stage)
            }
        }
    }

    /// An offer in NOK for a subscriber with enough money for it.
    private static func offer(_ stage: FileStage) throws -> (subscriber: String, plan: String, cost: String) {
        let rows = try MirrorReader(path: stage.mirror.path).rows(
            of: Query(
                """
                SELECT offer.subscriber, offer.plan_id, offer.cost
                FROM millom_offer AS offer
                JOIN millom_state AS state ON state.subscriber = offer.subscriber
                WHERE state.subscriber_state = 'GOOD_TO_GO' AND offer.currency = 'NOK'
                ORDER BY CAST(offer.cost AS REAL), offer.subscriber LIMIT 1
                """))
        let row = try #require(rows.first)
        guard case .text(let subscriber) = row[0], case .text(let plan) = row[1],
            case .text(let cost) = row[2]
        else {
            Issue.record("an offer lacks a part")
            return ("", "", "")
        }
        return (subscriber, plan, cost)
    }

    @Test("an offer is bought once, and its purchase stands in the journal and then in the mirror")
    func buys() async throws {
        try await Self.withStage { stage in
            let offer = try Self.offer(stage)
            let shown = try await stage.program.run("millom", "offers", offer.subscriber, "--json")
            #expect(shown.status == 0 && shown.output.contains(#""\#(offer.plan)""#))
            let bought = try await stage.program.run(
                "millom", "activate", offer.subscriber, offer.plan, "--at-most", offer.cost, "NOK", "--yes",
                "--json")
            #expect(bought.status == 0, "\(bought.errors)")
            #expect(
                bought.output.contains(#""state": "completed""#)
                    || bought.output.contains(#""state":"completed""#))
            let purchases = stage.sandbox.millomPurchases
            #expect(purchases.map(\.subscriber) == [offer.subscriber])
            #expect(purchases.map(\.planID) == [offer.plan])
            let list = try await stage.program.run("millom", "purchases", "--format", "csv")
            let transid = try #require(purchases.first).transid
            #expect(list.output.contains(transid))
            #expect(try await stage.program.run("sync", "--source", "millom", "--quiet").status == 0)
            let settlement = try await stage.program.run("report", "millom-settlement", "--format", "csv")
            #expect(settlement.status == 0)
            #expect(settlement.output.contains("tp,NOK,WALLET,0,1,1,0,0,0,,\(offer.cost),\(offer.cost)"))
            // Standard error contains no person's whole number.
            #expect(![bought, list, settlement].contains { $0.errors.contains(offer.subscriber) })
        }
    }

    @Test("a purchase made after a backup is known after its restore, and is in the restored mirror, too")
    func outlivesRestore() async throws {
        try await Self.withStage { stage in
            let offer = try Self.offer(stage)
            #expect(try await stage.program.run("backup", "b.tar", "--quiet").status == 0)
            let bought = try await stage.program.run(
                "millom", "activate", offer.subscriber, offer.plan, "--at-most", offer.cost, "NOK", "--yes")
            #expect(bought.status == 0, "\(bought.errors)")
            let transid = try #require(stage.sandbox.millomPurchases.first).transid
            #expect(try await stage.program.run("sync", "--source", "millom", "--quiet").status == 0)
            #expect(try await stage.program.run("restore", "b.tar", "--quiet").status == 0)
            let list = try await stage.program.run("millom", "purchases", "--format", "csv")
            #expect(list.output.contains(transid), "\(list.output)")
            #expect(try await stage.program.run("sync", "--quiet").status == 0)
            let mirrored = try MirrorContents(path: stage.mirror.path).rows(
                "SELECT transid, state FROM millom_purchase")
            #expect(mirrored == ["\(transid)|completed"])
            // Where the journal is lost with the mirror, the backup's is all that there is, and that is said.
            try FileManager.default.removeItem(at: stage.state)
            let lost = try await stage.program.run("restore", "b.tar")
            #expect(lost.status == 0, "\(lost.errors)")
        }
    }

    @Test("nothing is bought where a person has not decided, or the price is another than the mirror's")
    func refuses() async throws {
        try await Self.withStage { stage in
            let offer = try Self.offer(stage)
            let (person, plan) = (offer.subscriber, offer.plan)
            let dry = try await stage.program.run("millom", "activate", person, plan, "--dry-run")
            #expect(dry.status == 0 && dry.errors.contains("would buy"))
            let unasked = try await stage.program.run("millom", "activate", person, plan)
            #expect(unasked.status == 64 && unasked.errors.contains("--yes"), "\(unasked.errors)")
            let dear = try await stage.program.run(
                "millom", "activate", person, plan, "--yes", "--at-most", "0.01", "NOK")
            #expect(dear.status == 76 && dear.errors.contains(offer.cost), "\(dear.errors)")
            let other = try await stage.program.run(
                "millom", "activate", person, plan, "--yes", "--at-most", "1000.00", "SEK")
            #expect(other.status == 76, "\(other.errors)")
            let missing = try await stage.program.run("millom", "activate", person, "NO-SUCH-PLAN", "--yes")
            #expect(missing.status == 76 && missing.errors.contains("does not offer"), "\(missing.errors)")
            // Each time one offer changes, so that in the end all of them have other prices.
            for _ in 0..<60 {
                _ = try stage.sandbox.changeMillom(.offerPrice, subscriber: person, amount: "0.07")
            }
            let changed = try await stage.program.run("millom", "activate", person, plan, "--yes")
            #expect(changed.status == 76, "\(changed.errors)")
            #expect(changed.errors.contains("0.07 NOK") && changed.errors.contains(offer.cost))
            #expect(stage.sandbox.millomPurchases.isEmpty)
        }
    }

    @Test("a purchase that Millom is still at work on ends with 75, and is open")
    func waits() async throws {
        try await Self.withStage {
            $0.queuedShare = 1
            $0.completionDelay = nil
        } _: { stage in
            let offer = try Self.offer(stage)
            let bought = try await stage.program.run(
                "millom", "activate", offer.subscriber, offer.plan, "--yes")
            #expect(bought.status == 75, "\(bought.errors)")
            let open = try await stage.program.run("millom", "purchases", "--open", "--format", "csv")
            #expect(open.output.contains("processing"))
            let again = try await stage.program.run(
                "millom", "activate", offer.subscriber, offer.plan, "--yes")
            #expect(again.status == 76, "\(again.errors)")
            #expect(stage.sandbox.millomPurchases.count == 1)
        }
    }

    @Test("one source's failure does not stop the other, and the exit code says the worse")
    func oneFails() async throws {
        try await Self.withStage(isSynced: false) { stage in
            var stage = stage
            stage.environment["SUBMIRROR_OAUTH_CLIENT_SECRET"] = "another"
            let sync = try await stage.program.run("sync", "--json")
            #expect(sync.status == 77, "\(sync.errors)")
            #expect(
                sync.output.contains(#""source":"millom""#) || sync.output.contains(#""source" : "millom""#))
            let rows = try MirrorReader(path: stage.mirror.path).rows(
                of: Query("SELECT source, outcome FROM sync_run ORDER BY source"))
            #expect(rows == [[.text("millom"), .text("complete")], [.text("telenor"), .text("failed")]])
        }
    }

    @Test("plan, status and doctor tell of both sources; --source asks one of them")
    func tells() async throws {
        try await Self.withStage { stage in
            let plan = try await stage.program.run("plan")
            #expect(plan.status == 0 && plan.output.contains("Millom: "))
            let status = try await stage.program.run("status")
            #expect(status.status == 0 && status.output.contains("millom "))
            let doctor = try await stage.program.run("doctor", "--quick")
            #expect(doctor.status == 0, "\(doctor.output)")
            #expect(doctor.output.contains("ok      millom "))
            let searches = stage.sandbox.statistics.count(of: .search)
            #expect(try await stage.program.run("sync", "--source", "millom", "--quiet").status == 0)
            #expect(stage.sandbox.statistics.count(of: .search) == searches, "the first source is not asked")
            let unknown = try await stage.program.run("sync", "--source", "another")
            #expect(unknown.status == 64)
        }
    }

    @Test("forgetting a number takes the person out of the journal, and leaves plan, amount and time")
    func forgets() async throws {
        try await Self.withStage { stage in
            let offer = try Self.offer(stage)
            #expect(
                try await stage.program.run("millom", "activate", offer.subscriber, offer.plan, "--yes")
                    .status == 0)
            let forget = try await stage.program.run("forget", offer.subscriber, "--yes")
            #expect(forget.status == 0, "\(forget.errors)")
            let list = try await stage.program.run("millom", "purchases", "--format", "csv")
            #expect(list.output.contains(offer.plan) && !list.output.contains(offer.subscriber))
            let journal = try Data(contentsOf: stage.state.appendingPathComponent("millom.sqlite"))
            #expect(journal.range(of: Data(offer.subscriber.utf8)) == nil)
        }
    }

    @Test("an offer is bought at the operator that the subscribers' file names, whichever is the usual one")
    func buysElsewhere() async throws {
        try await Self.withStage(isSynced: false) { stage in
            var stage = stage
            let person = "924542610003"
            let file = stage.directory.appendingPathComponent("ids")
            try Data("MSISDN \(person) \(SandboxMillom().operator)\n".utf8).write(to: file)
            stage.environment["SUBMIRROR_MILLOM_SUBSCRIBERS"] = file.path
            stage.environment["SUBMIRROR_MILLOM_OPERATOR"] = "another"
            #expect(try await stage.program.run("sync", "--quiet").status == 0)
            let offer = try Self.offer(stage)
            let bought = try await stage.program.run("millom", "activate", person, offer.plan, "--yes")
            #expect(bought.status == 0, "\(bought.errors)")
            #expect(stage.sandbox.millomPurchases.count == 1)
        }
    }

    @Test("a CPID is forgotten with the number that the subscribers' file says it is of, and by itself")
    func forgetsIDs() async throws {
        try await Self.withStage(isSynced: false) { stage in
            var stage = stage
            // The sandbox's variable is not a setting, and stops nothing.
            stage.environment["SUBMIRROR_SANDBOX_RECEIVER_SECRET"] = "hush"
            let (person, other) = ("924542610003", "924542610000")
            let cpid = try #require(stage.sandbox.millomAliases(of: person)).cpid
            let alone = try #require(stage.sandbox.millomAliases(of: other)).cpid
            let file = stage.directory.appendingPathComponent("ids")
            try Data("MSISDN \(person)\nCPID \(cpid) msisdn=\(person)\nCPID \(alone)\n".utf8).write(to: file)
            stage.environment["SUBMIRROR_MILLOM_SUBSCRIBERS"] = file.path
            #expect(try await stage.program.run("sync", "--quiet").status == 0)
            let plan = try Self.offer(stage).plan
            for id in ["CPID:\(cpid)", "CPID:\(alone)"] {
                _ = try await stage.program.run("millom", "activate", id, plan, "--yes")
            }
            let offers = try await stage.program.run("millom", "offers", "CPID:\(cpid)", "--format", "csv")
            #expect(offers.output.contains(plan))
            #expect(offers.errors.contains("Millom complete as of "), "\(offers.errors)")
            #expect(!offers.errors.contains("gapless"))
            let forget = try await stage.program.run("forget", person, "--yes", "--json")
            #expect(forget.status == 0, "\(forget.errors)")
            let byID = try await stage.program.run("forget", "--id", "CPID:\(alone)", "--yes")
            #expect(byID.status == 0 && byID.output.contains("1 id forgotten"), "\(byID.errors)")
            let again = try await stage.program.run("forget", "--id", "CPID:\(alone)", "--yes")
            #expect(again.status == 64 && !again.errors.contains(alone), "\(again.errors)")
            for name in ["millom.sqlite", "mirror.sqlite"] {
                let path = stage.state.appendingPathComponent(name)
                let bytes = (try? Data(contentsOf: path)) ?? Data()
                #expect(!bytes.isEmpty || name != "mirror.sqlite")
                for id in [person, cpid, alone] {
                    #expect(bytes.range(of: Data(id.utf8)) == nil, "\(id) in \(name)")
                }
            }
        }
    }

    @Test("no price is believed of a reply that says something twice")
    func ambiguousOffers() throws {
        let person = try #require(MillomSubscriber(.msisdn, "4790000001", operator: "tp"))
        var document = NormalizedMillomRecord(of: person, .upsellOffer)
        document.offers = [MillomOfferRow(subscriber: person.id, planID: "P")]
        #expect(try KnownOffer.all(in: document).count == 1)
        document.anomalies = [Anomaly(path: "upsell_offer:$.offers[].cost", kind: .duplicateKey)]
        #expect(throws: CommandFailure.self) { try KnownOffer.all(in: document) }
    }
}
