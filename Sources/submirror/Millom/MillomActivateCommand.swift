import ArgumentParser
import Foundation
import MillomAPI
import MillomJournal
import MirrorCore
import MirrorReading
import Normalizer
import PacedHTTP

struct MillomActivateCommand: InvokedCommand, ConfiguredCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate", abstract: "Buy an offer for a subscriber.",
        discussion: """
            Asks Millom for the offer first, and buys only at the price that the mirror shows. Asks for confirmation on a
            terminal; scripts pass --yes. The purchase is recorded before the request is sent, so that none is made
            twice: one with an unknown result is retried under its own id, or resolved by a person.

            Exits with 0 if it was bought, 75 if Millom is still processing it, 65 if it was refused, and 76 if the result is
            unknown or a person must decide: see submirror millom purchases --open.

            submirror millom activate 4790000001 DATA10 --at-most 50.00 NOK
            submirror millom activate CPID:a+b/c==,47001 DATA10 --fund-source LOAN --yes
            submirror millom activate 4790000001 DATA10 --dry-run
            """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: SubscriberArgument.help)
    var subscriber: SubscriberArgument

    @Argument(help: "The offer's plan_id: submirror millom offers SUBSCRIBER shows it.")
    var plan: String

    @Option(help: "Source of the money: WALLET or LOAN.")
    var fundSource: MillomFundSource = .wallet

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The highest price to accept, such as 50.00 NOK.", valueName: "amount currency"))
    var atMost: [String] = []

    @Flag(help: "Show what would be bought, without buying it.")
    var dryRun = false

    @Flag(help: "Do not ask for confirmation.")
    var yes = false

    @OptionGroup var output: DocumentOptions

    func validate() throws {
        try subscriber.check()
        _ = try ceiling
        if plan.isEmpty { throw ValidationError("name the offer's plan") }
    }

    /// The highest allowed price; nil allows any.
    private var ceiling: Price? {
        get throws {
            guard !atMost.isEmpty else { return nil }
            let words = atMost.flatMap { $0.split(separator: " ") }
            guard words.count == 2, let amount = ExactDecimal(words[0]), !amount.isNegative,
                words[1].wholeMatch(of: /[A-Z]{3}/) != nil
            else {
                throw ValidationError("--at-most must be an amount and a currency, such as 50.00 NOK")
            }
            return Price(amount: amount, currency: String(words[1]))
        }
    }

    func run(in invocation: Invocation) async throws {
        let wiring = try global.wiring(in: invocation, logs: true)
        let millom = try wiring.millom()
        let reader = try wiring.reader()
        var subscriber = try subscriber.subscriber(at: millom.operatorOfArguments)
        if let name = try OfferQuery.operatorName(of: subscriber, in: reader),
            let mirrored = MillomSubscriber(subscriber.keyType, subscriber.id, operator: name)
        {
            subscriber = mirrored
        }
        let mirrored = try OfferQuery.offers(of: subscriber.id, in: reader).filter {
            $0.planID.hasSameBytes(as: plan)
        }
        let purchase = try await StopSignals.untilSignalled { [subscriber] _ in
            try await wiring.withMillom(
                millom, scopes: [.inquire, .activate], keptPace: wiring.keptMillomPace
            ) { client in
                try await buy(for: subscriber, mirrored, by: client, wiring, invocation)
            }
        }
        if let purchase { try Self.show(purchase, as: output, in: wiring) }
    }

    /// Shows a purchase that was just sent; throws if its state requires another exit status than 0.
    static func show(_ purchase: Purchase, as output: DocumentOptions, in wiring: Wiring) throws {
        let document = PurchaseDocument(purchase, timeZone: wiring.settings.reportTimeZone)
        try output.isJSON
            ? Output.write(document.json + "\n") : Output.show(document.text(width: Output.width))
        if let failure = PurchaseOutcome(purchase) { throw failure }
    }

    /// - Returns: nil if there was nothing to buy.
    private func buy(
        for subscriber: MillomSubscriber, _ mirrored: [KnownOffer], by client: MillomClient,
        _ wiring: Wiring, _ invocation: Invocation
    ) async throws -> Purchase? {
        let reply = try await client.record(.upsellOffer, of: subscriber)
        let document = try Normalizer.normalize(upsellOffer: reply.body.span.bytes, of: subscriber)
        let offered = try KnownOffer.all(in: document).filter { $0.planID.hasSameBytes(as: plan) }
        let offer = try OfferChoice(
            plan: plan, offered: offered, mirrored: mirrored, ceiling: ceiling
        ).offer
        let sentence =
            "\(plan) for \(subscriber.redacted) at \(offer.price) from \(fundSource.rawValue)"
        if dryRun {
            wiring.console.tell("would buy \(sentence); nothing was bought")
            return nil
        }
        if !yes {
            try wiring.console.confirm(
                "Buy \(sentence)?", orAddYesTo: "buy, or --dry-run to see what would be bought",
                undone: "nothing was bought")
        }
        let journal = try Journal.open(in: wiring.settings.stateDirectory.path)
        let activation = try Activation(
            in: wiring.settings.stateDirectory.path, journal: journal, sender: MillomSender(client: client),
            now: { invocation.time.now() })
        return try await activation.buy(
            PurchaseIntent(
                id: UUID(), subscriber: subscriber, planID: plan, fundSource: fundSource,
                cost: offer.cost, currency: offer.currency, offerContext: offer.context,
                askedBy: Person.name(in: invocation.environment), at: invocation.time.now()))
    }
}

extension MillomFundSource: ExpressibleByArgument {}

/// A price in an offer.
struct Price: Equatable, CustomStringConvertible {
    let amount: ExactDecimal
    let currency: String

    var description: String { "\(amount) \(currency)" }
}

/// An offer, from the mirror or from Millom.
struct KnownOffer: Equatable {
    let planID: String
    let cost: ExactDecimal?
    let currency: String?
    let context: String?

    /// The price as text, even if a part is unknown.
    var price: String {
        cost.map { [$0.description, currency ?? "in an unknown currency"].joined(separator: " ") }
            ?? "an unknown price"
    }

    /// Whether both have the same price, ignoring trailing zeros.
    func costsTheSame(as other: KnownOffer) -> Bool {
        guard let cost, let otherCost = other.cost, let currency, let otherCurrency = other.currency else {
            return false
        }
        return cost.isEqual(to: otherCost) && currency == otherCurrency
    }
}

/// Chooses the offer to buy, if any: the price in the mirror must equal Millom's current one.
struct OfferChoice {
    /// The offer to buy.
    let offer: KnownOffer

    /// - Parameters:
    ///   - offered: Millom's current offers of this plan.
    ///   - mirrored: the mirror's offers of this plan.
    ///   - ceiling: the highest allowed price; nil allows any.
    /// - Throws: ``CommandFailure``, with both prices if they differ.
    init(plan: String, offered: [KnownOffer], mirrored: [KnownOffer], ceiling: Price?) throws {
        guard let offer = offered.first else {
            throw CommandFailure(
                kind: .decision,
                message: "Millom does not offer \(plan) to this subscriber now: nothing was bought; "
                    + "see its latest offers with submirror millom offers SUBSCRIBER")
        }
        guard offered.dropFirst().allSatisfy({ $0 == offer }) else {
            let prices = offered.map(\.price).joined(separator: " and ")
            throw CommandFailure(
                kind: .decision,
                message: "Millom offers \(plan) more than once, at \(prices): nothing was bought")
        }
        guard mirrored.contains(where: { $0.costsTheSame(as: offer) }) else {
            let known = mirrored.isEmpty ? "no such offer" : mirrored.map(\.price).joined(separator: " and ")
            throw CommandFailure(
                kind: .decision,
                message:
                    "the mirror shows \(known), but Millom's price is now \(offer.price): nothing was bought; "
                    + "run submirror sync --source millom, review the price, and decide")
        }
        if let ceiling {
            guard let cost = offer.cost, offer.currency == ceiling.currency,
                ceiling.amount.isLess(than: cost) == false
            else {
                throw CommandFailure(
                    kind: .decision,
                    message:
                        "Millom's price is \(offer.price), above --at-most \(ceiling): nothing was bought"
                )
            }
        }
        self.offer = offer
    }
}

/// Sends purchases through the client, each once.
struct MillomSender: PurchaseSender {
    let client: MillomClient

    func send(_ intent: PurchaseIntent) async -> PurchaseReply {
        guard
            let order = PurchaseOrder(
                transid: intent.transid, subscriber: intent.subscriber, planID: intent.planID,
                offerContext: intent.offerContext, fundSource: intent.fundSource)
        else { return .notSent(reason: "its plan has no id") }
        return switch await client.purchase(order) {
        case .completed(let receipt):
            .completed(confirmationCode: receipt.confirmationCode, message: receipt.message)
        case .processing(let receipt): .processing(message: receipt.message)
        case .failed(let cause, let message): .failed(cause: cause, message: message)
        case .notSent(let doubt): .notSent(reason: doubt.description)
        case .unknown(let doubt): .unknown(reason: doubt.description)
        }
    }
}

/// Why the command does not exit 0 after a purchase.
struct PurchaseOutcome: UserFacingError, Equatable {
    let kind: FailureKind
    let message: String

    /// Nil for a completed purchase.
    init?(_ purchase: Purchase) {
        let transid = purchase.transid
        switch purchase.state {
        case .completed: return nil
        case .processing, .intended:
            kind = .tryLater
            message = "purchase \(transid) was accepted; a callback will report the result"
        case .failed:
            kind = .unusableData
            message =
                "purchase \(transid) was refused"
                + (purchase.errorCause.map { " (\($0))" } ?? "") + ": nothing was bought"
        case .abandoned:
            kind = .unreachable
            message =
                "purchase \(transid) was not sent, or was rejected unread: nothing was bought; see "
                + "submirror millom purchase \(transid), and try again"
        case .unknown:
            kind = .decision
            message =
                "it is unknown whether purchase \(transid) was made: do not buy again; wait for its callback, "
                + "run submirror millom purchases ask \(transid), or ask the operator and resolve it"
        }
    }
}

extension KnownOffer {
    /// Millom's current offers.
    ///
    /// - Throws: ``CommandFailure`` if the reply repeats a key: it is then unknown which of two prices is meant.
    static func all(in document: NormalizedMillomRecord) throws -> [KnownOffer] {
        guard !document.anomalies.contains(where: { $0.kind == .duplicateKey }) else {
            throw CommandFailure(
                kind: .unusableData,
                message: "Millom's reply about the offers contains a key twice, so that its prices are not "
                    + "certain: nothing was bought")
        }
        return document.offers.map { KnownOffer($0) }
    }

    /// An offer from Millom's current reply.
    init(_ row: MillomOfferRow) {
        self.init(
            planID: row.planID, cost: row.cost, currency: row.currency, context: row.offerContext)
    }
}
