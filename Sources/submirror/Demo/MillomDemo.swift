import Foundation
import Logging
import MillomAPI
import MillomJournal
import MillomReceiver
import MirrorCore
import MirrorReading
import Proof
import Reports
import Sandbox
import Scheduler

/// The demo of the second source: balances, an offer to buy, the callback, the settlement.
struct MillomDemo {
    let folder: URL
    let console: Console
    let time: TimeSource

    /// How many times to check for the callback.
    private static let patience = 100

    /// Runs the demo against a sandbox with `options`, with its own receiver.
    func run(_ options: SandboxOptions) async throws {
        let journal = try Journal.open(in: folder.path)
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let push = SandboxMillom.Push(baseURL: "")
        let receiver = Receiver(
            ReceiverConfiguration(
                host: "127.0.0.1", port: 0, clientID: push.clientID, clientSecret: push.clientSecret),
            journal: journal, now: time.now,
            logger: Logger(label: "receiver") { _ in SwiftLogNoOpLogHandler() }
        ) { announce.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try? await receiver.run()
                announce.finish()
            }
            defer { group.cancelAll() }
            guard let port = await ports.first(where: { _ in true }) else {
                throw CommandFailure(kind: .disk, message: "the receiver could not listen on 127.0.0.1")
            }
            var options = options
            var millom = SandboxMillom()
            millom.push = SandboxMillom.Push(baseURL: "http://127.0.0.1:\(port)")
            // So that the purchase takes the long way: operator, Millom, callback.
            millom.queuedShare = 1
            millom.failedShare = 0
            options.millom = millom
            try await SandboxServer.withServer(options: options) { try await tell($0, journal) }
        }
        try journal.close()
    }

    private func tell(_ server: SandboxServer, _ journal: Journal) async throws {
        let demo = Demo(server: server, folder: folder, console: console, time: time)
        let reader = try SettingsReader(
            overrides: demo.settings.merging(settings(server)) { $1 }, configPath: nil, environment: [:])
        let wiring = Wiring(try Settings(reader, environment: [:]), console: console, time: time)
        demo.say(
            "A simulated API and a simulated Millom serve \(server.truth().msisdns.count) subscriptions on "
                + "\(server.baseURL).")
        try await demo.step("First load of both sources", wiring, SyncOptions())
        try compare(wiring, server, demo)

        let offer = try cheapestOffer(try wiring.reader())
        demo.say("\nsubmirror report millom-offers --parameter subscriber=\(offer.subscriber)\n")
        try demo.report("millom-offers", ["subscriber": offer.subscriber], of: try wiring.reader())
        demo.say("\nsubmirror millom activate \(offer.subscriber) \(offer.plan) --yes\n")
        let transid = try await buy(offer, journal, wiring, demo)
        try await waitForCallback(about: transid, journal)
        try server.notifyMillom("low-data", subscriber: offer.subscriber)
        demo.say("\nsubmirror millom purchase \(transid), once Millom has called back\n")
        if let purchase = try journal.purchase(transid) {
            demo.say(
                PurchaseDocument(purchase, timeZone: wiring.settings.reportTimeZone).text(width: Output.width)
            )
        }
        try await demo.step("The next run imports it into the mirror", wiring, SyncOptions())
        for name in ["millom-purchases-by-state", "millom-settlement"] {
            demo.say("\nsubmirror report \(name)\n")
            try demo.report(name, [:], of: try wiring.reader())
        }
        demo.say(
            "\nLook around: submirror report millom-balances, submirror report millom-running-out\n"
                + "sqlite3 -box \(wiring.settings.mirror.path) \"SELECT * FROM millom_money_balance LIMIT 5\""
        )
    }

    private func compare(_ wiring: Wiring, _ server: SandboxServer, _ demo: Demo) throws {
        let truth = server.millomTruth(of: server.truth().msisdns.map { "\($0)" })
        let differences = try TruthComparison.differences(of: try wiring.reader(), from: truth)
        guard differences.isEmpty else {
            for line in differences { console.say(line) }
            throw CommandFailure(kind: .unusableData, message: "the mirror does not equal Millom")
        }
        demo.say("\nThe mirror equals Millom, relation by relation.")
    }

    /// The cheapest offer in NOK for anybody with enough money for it.
    private func cheapestOffer(_ mirror: MirrorReader) throws -> (subscriber: String, plan: String) {
        let rows = try mirror.rows(
            of: Query(
                """
                SELECT offer.subscriber, offer.plan_id
                FROM millom_offer AS offer
                JOIN millom_state AS state ON state.subscriber = offer.subscriber
                JOIN millom_money_balance AS balance
                    ON balance.subscriber = offer.subscriber AND balance.balance_type = 'main'
                    AND balance.currency = offer.currency
                WHERE state.subscriber_state = 'GOOD_TO_GO' AND offer.currency = 'NOK'
                    AND CAST(balance.amount AS REAL) >= CAST(offer.cost AS REAL)
                ORDER BY CAST(offer.cost AS REAL), offer.subscriber LIMIT 1
                """))
        guard case .text(let subscriber)? = rows.first?.first, case .text(let plan)? = rows.first?.last else {
            throw CommandFailure(
                kind: .unusableData,
                message: "no subscriber in the demo has an offer and enough money for it: try another --seed")
        }
        return (subscriber, plan)
    }

    private func buy(
        _ offer: (subscriber: String, plan: String), _ journal: Journal, _ wiring: Wiring, _ demo: Demo
    ) async throws -> String {
        let millom = try wiring.millom()
        guard
            let subscriber = MillomSubscriber(
                .msisdn, offer.subscriber, operator: millom.operatorOfArguments)
        else { throw CommandFailure(kind: .unusableData, message: "the demo's subscriber has no number") }
        let known = try OfferQuery.offers(of: subscriber.id, in: try wiring.reader()).first {
            $0.planID == offer.plan
        }
        let purchase = try await wiring.withMillom(millom, scopes: [.inquire, .activate], keptPace: nil) {
            try await Activation(
                in: folder.path, journal: journal, sender: MillomSender(client: $0), now: time.now
            ).buy(
                PurchaseIntent(
                    id: UUID(), subscriber: subscriber, planID: offer.plan, fundSource: .wallet,
                    cost: known?.cost, currency: known?.currency, offerContext: known?.context,
                    askedBy: "demo", at: time.now()))
        }
        demo.say("  purchase \(purchase.transid): \(purchase.state.rawValue)")
        return purchase.transid
    }

    private func waitForCallback(about transid: String, _ journal: Journal) async throws {
        for _ in 0..<Self.patience {
            if try journal.purchase(transid)?.state.isEnd == true { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw CommandFailure(kind: .tryLater, message: "the callback of the demo's purchase did not come")
    }

    private func settings(_ server: SandboxServer) -> [SettingKey: String] {
        let millom = SandboxMillom()
        return [
            .millomBaseURL: server.baseURL, .millomServiceProvider: millom.serviceProvider,
            .millomOperator: millom.operator,
        ]
    }
}
