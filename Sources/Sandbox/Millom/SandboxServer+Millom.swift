import Synchronization

/// Controls the simulated Millom from a test in the same process; without `options.millom` it does nothing.
extension SandboxServer {
    /// A purchase that the server has carried out.
    package struct MillomPurchaseRecord: Sendable, Equatable {
        /// The transaction's id, as the buyer gave it.
        package let transid: String
        /// The subscriber's id as the buyer gave it.
        package let subscriber: String
        /// The plan bought.
        package let planID: String
        /// `WALLET` or `LOAN`.
        package let fundSource: String
        /// Decimal digits.
        package let cost: String
        /// ISO 4217.
        package let currency: String
        /// `processing`, `completed` or `failed`.
        package let state: String
    }

    /// The content of a perfect mirror of these ids; nil: of all numbers.
    package func millomTruth(of ids: [String]? = nil) -> SandboxMillomTruth {
        guard let millom = service.millom else { return SandboxMillomTruth(relations: []) }
        return ids.map(millom.truth) ?? millom.truth(keyTypes: [.msisdn])
    }

    /// Every purchase, in the order of execution.
    package var millomPurchases: [MillomPurchaseRecord] {
        service.millom?.world.withLock { world in
            world.purchases.map {
                MillomPurchaseRecord(
                    transid: $0.transid, subscriber: $0.subscriber, planID: $0.planID,
                    fundSource: $0.fundSource,
                    cost: $0.cost.text, currency: $0.currency, state: $0.state.rawValue)
            }
        } ?? []
    }

    /// The CPID and the OPET of a number; nil if it is unknown.
    package func millomAliases(of msisdn: String) -> (cpid: String, opet: String)? {
        service.millom?.world.withLock { world in
            world.person(.msisdn, msisdn).map { (world.people[$0].cpid, world.people[$0].opet) }
        }
    }

    /// Makes one change; `subscriber` nil: any.
    ///
    /// - Throws: `SandboxMillomChangeRefusal`.
    @discardableResult
    package func changeMillom(
        _ kind: SandboxMillomChangeKind, subscriber: String? = nil, amount: String? = nil
    ) throws -> SandboxMillomChange? {
        try service.millom?.change(kind, id: subscriber, amount: amount)
    }

    /// Makes `count` changes of mixed kinds; returns those made.
    @discardableResult
    package func changeMillom(count: Int) -> [SandboxMillomChange] {
        service.millom?.change(count: count) ?? []
    }

    /// Sends an operator's event; returns the transaction's id and Millom's answer.
    @discardableResult
    package func notifyMillom(
        _ type: String? = nil, subscriber: String? = nil, transactionID: String? = nil, amount: String? = nil
    ) throws -> (transactionID: String, status: Int)? {
        try service.millom.map { millom in
            let (event, status) = try millom.notify(
                type, id: subscriber, keyType: .msisdn, transactionID: transactionID, amount: amount,
                isOverride: false)
            return (event.transactionID, status)
        }
    }

    /// Makes the operator finish a purchase, or all open ones; `errorType` nil: they are completed.
    @discardableResult
    package func completeMillom(
        _ transid: String? = nil, errorType: String? = nil, isDryRun: Bool = false
    ) throws -> [String] {
        try service.millom?.complete(transid, errorType: errorType, isDryRun: isDryRun) ?? []
    }

    /// Whether no push is pending.
    package var isMillomQuiet: Bool {
        service.millom?.world.withLock { world in !world.pushes.contains { $0.state == .pending } } ?? true
    }
}

extension SandboxServer {
    /// A subscriber's signed link, as in a rich notification; `call`: `offers`, `ping`, or nil for the shop.
    package func millomLink(_ call: String?, subscriber msisdn: String) -> String? {
        guard let millom = service.millom else { return nil }
        let (now, links) = (millom.now, millom.links)
        return millom.world.withLock { world in
            world.person(.msisdn, msisdn).map {
                links.link(to: world.people[$0].cpid, call, uuid: world.makeID(), now: now)
            }
        }
    }
}
