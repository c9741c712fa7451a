import Logging
package import MirrorCore
import PacedHTTP

/// One offer to buy.
package struct PurchaseOrder: Sendable, Equatable {
    /// Identifies the purchase at Millom for ever: one intent has exactly one.
    package let transid: String
    package let subscriber: MillomSubscriber
    package let planID: String
    /// The offer's `offerContext`, byte for byte; nil if it has none.
    package let offerContext: String?
    package let fundSource: MillomFundSource
    /// CRMS, MSA or OCS; nil names no client.
    package var clientName: String?

    /// Creates an order; nil for a plan without an id, or a `transid` that is not 10 to 128 letters, digits,
    /// dashes and dots.
    ///
    /// Source: millom-standard-api.yaml, `ActivationRequest`.
    package init?(
        transid: String, subscriber: MillomSubscriber, planID: String, offerContext: String?,
        fundSource: MillomFundSource
    ) {
        guard transid.wholeMatch(of: /[A-Za-z0-9.\-]{10,128}/) != nil, !planID.isEmpty else { return nil }
        self.transid = transid
        self.subscriber = subscriber
        self.planID = planID
        self.offerContext = offerContext
        self.fundSource = fundSource
    }

    /// The JSON to POST.
    var body: [UInt8] {
        var fields = [("transid", transid), ("planid", planID)]
        if let offerContext { fields.append(("offercontext", offerContext)) }
        fields.append(("fundSource", fundSource.rawValue))
        let members = fields.map { "\(JSONWriter.string($0.0)):\(JSONWriter.string($0.1))" }
        return Array("{\(members.joined(separator: ","))}".utf8)
    }
}

/// The outcome of a purchase, as far as Millom's reply states it.
package enum MillomPurchaseReply: Sendable, Equatable {
    /// Bought.
    case completed(PurchaseReceipt)
    /// Accepted; a callback will report the outcome.
    case processing(PurchaseReceipt)
    /// Not bought. If the same `transid` was sent before with an unknown outcome, a `PURCHASE_CONFLICT` may
    /// mean that the earlier one succeeded.
    case failed(cause: String?, message: String?)
    /// Not bought and not processed: the order never left this machine, or was turned away (401, 429, or
    /// another refusal that names no cause).
    case notSent(PurchaseProblem)
    /// Whether it was bought is not known here.
    case unknown(PurchaseProblem)
}

/// What Millom's reply to a purchase says besides its state; texts are cleaned of secrets and limited in
/// length.
package struct PurchaseReceipt: Sendable, Equatable {
    /// The operator's receipt; nil if the reply has none.
    package var confirmationCode: String?
    /// The operator's message to a person.
    package var message: String?

    package init(confirmationCode: String? = nil, message: String? = nil) {
        self.confirmationCode = confirmationCode
        self.message = message
    }
}

/// Why the outcome of a purchase is unclear.
package enum PurchaseProblem: Sendable, Equatable, CustomStringConvertible {
    case failure(MillomFailure)
    /// The program was asked to stop.
    case cancelled
    /// A success whose body is not as documented.
    case unreadable(status: Int)
    /// A success that names an error, or whose status and body disagree.
    case contradicted(status: Int, word: String)
    /// A success for another purchase.
    case otherPurchase(status: Int)

    package var description: String {
        switch self {
        case .failure(let failure): failure.description
        case .cancelled: "the program was told to end"
        case .unreadable(let status): "Millom answered \(status), and nothing that can be read"
        case .contradicted(let status, let word): "Millom answered \(status), and \(word) in the same reply"
        case .otherPurchase(let status): "Millom answered \(status), about another purchase"
        }
    }
}

extension MillomClient {
    /// Buys at most once: the order is sent again, with the same `transid`, only if Millom turned it away
    /// unread (401, 429).
    ///
    /// - Returns: the outcome; an order that may have reached Millom is never reported as failed or not sent.
    package func purchase(_ order: PurchaseOrder) async -> MillomPurchaseReply {
        let target: String
        do {
            target = try path(to: "purchasePlan", of: order.subscriber, for: .purchase)
        } catch {
            return .notSent(.failure(error))
        }
        var fields = [("key_type", order.subscriber.keyType.rawValue)]
        if let name = order.clientName { fields.append(("clientName", name)) }
        var change = Mutation(.purchase, target: target + Self.query(fields), body: order.body)
        change.headers = languages("accept-language")
        change.logged = { ["subscriber": "\(order.subscriber.redacted)", "transid": "\(order.transid)"] }
        switch await http.send(change) {
        case .answered(let status, let body): return read(status, body, for: order)
        case .refused(let reply, let body): return judge(reply, body, of: order)
        case .notDone(let end): return .notSent(doubt(end, about: order.subscriber))
        case .unknown(let end): return .unknown(doubt(end, about: order.subscriber))
        }
    }

    private func doubt(_ end: MutationFailure, about subscriber: MillomSubscriber) -> PurchaseProblem {
        switch end {
        case .failed(let failure): .failure(MillomFailure(failure, about: subscriber))
        case .cancelled: .cancelled
        }
    }

    /// A refusal with a cause comes from Millom itself; one without may come from a gateway that turned the
    /// order away.
    private func judge(_ reply: ErrorReply, _ body: [UInt8], of order: PurchaseOrder) -> MillomPurchaseReply {
        let fields = TextFields(body, ["cause", "errorMessage"])
        // Which of them is meant cannot be known here.
        guard fields?.repeated.contains("cause") != true else {
            return .unknown(.failure(.fault(.server(reply), purpose: .purchase, tries: 1)))
        }
        guard reply.name.map({ MillomVerdict.byCause[$0] != nil }) ?? false else {
            // An unexplained conflict may be one with this very order.
            guard reply.status != 409 else {
                return .unknown(.failure(.fault(.server(reply), purpose: .purchase, tries: 1)))
            }
            return .notSent(doubt(.failed(.refused(reply)), about: order.subscriber))
        }
        switch MillomVerdict.of(reply) {
        case .aboutSubscriber, .purchaseRefused, .badRequest, .misconfigured, .wrongNetwork, .tooOften:
            return .failed(
                cause: reply.name, message: clean(fields?["errorMessage"], without: order.subscriber.id))
        // The cause is unspecified, or a system behind Millom is in trouble.
        case .fault, .renewToken:
            return .unknown(.failure(.fault(.server(reply), purpose: .purchase, tries: 1)))
        }
    }

    /// Reads a success: 200 means completed and 202 processing, unless the body says otherwise.
    ///
    /// Source: millom-standard-api.yaml, `ActivationResponse`, of which every field may be missing.
    private func read(_ status: Int, _ body: [UInt8], for order: PurchaseOrder) -> MillomPurchaseReply {
        let names = [
            "transid", "status", "fundSource", "transactionMessage", "confirmationCode", "cause",
        ]
        guard [200, 202].contains(status), let fields = TextFields(body, names),
            fields.unreadable.isDisjoint(with: ["transid", "status"]),
            fields.repeated.isDisjoint(with: ["transid", "status", "cause"]),
            fields["transid"] != nil || fields["status"] != nil || fields["cause"] != nil
        else { return .unknown(.unreadable(status: status)) }
        if let cause = fields["cause"] {
            let word = MillomVerdict.byCause[cause] != nil ? cause : "an error"
            return .unknown(.contradicted(status: status, word: word))
        }
        if let transid = fields["transid"], !Self.plain(transid).hasSameBytes(as: order.transid) {
            return .unknown(.otherPurchase(status: status))
        }
        let receipt = PurchaseReceipt(
            // A receipt is kept as it is, whatever it contains.
            confirmationCode: clean(fields["confirmationCode"], without: nil),
            message: clean(
                Self.message(fields, asked: order.fundSource), without: order.subscriber.id))
        switch (status, fields["status"].map { Self.plain($0).lowercased() }) {
        case (200, nil), (200, "completed"): return .completed(receipt)
        // The callback that 202 promises has the final say.
        case (202, nil), (202, "completed"), (_, "processing"): return .processing(receipt)
        case (200, "failed"): return .failed(cause: nil, message: receipt.message)
        case (_, "failed"): return .unknown(.contradicted(status: status, word: "failed"))
        default: return .unknown(.unreadable(status: status))
        }
    }

    /// The operator's message, preceded by a warning if the money came from another source than requested.
    private static func message(_ fields: TextFields, asked: MillomFundSource) -> String? {
        let message = fields["transactionMessage"]
        guard let paidFrom = fields["fundSource"].map(plain), !paidFrom.isEmpty,
            paidFrom.uppercased() != asked.rawValue
        else { return message }
        let warning = "Millom says it was paid from \(paidFrom.prefix(20))"
        return message.map { "\(warning): \($0)" } ?? warning
    }

    /// A word without the commas and blanks that slip into texts.
    private static func plain(_ text: String) -> String {
        var text = text[...]
        while let last = text.last, last == "," || last.isWhitespace { text.removeLast() }
        return String(text.drop(while: \.isWhitespace))
    }

    /// A text from Millom that may be kept and shown: without secrets, a subscriber's `id` and control
    /// characters, and limited in length.
    private func clean(_ text: String?, without id: String?) -> String? {
        guard let text, !text.isEmpty else { return nil }
        let bounded = String(String.UnicodeScalarView(text.unicodeScalars.prefix(4000)))
        let known = id.map { bounded.replacing($0, with: "…\($0.suffix(3))") } ?? bounded
        let visible = scrub(known).unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? " " : scalar
        }
        return String(String.UnicodeScalarView(visible.prefix(500)))
    }
}
