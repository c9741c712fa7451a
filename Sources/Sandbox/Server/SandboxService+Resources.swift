extension SandboxService {
    /// The answer of the backend behind the gateway.
    func resource(_ route: Route, _ request: IncomingRequest) throws(Refusal) -> Reply {
        let language = Language(parameter: request.query["language"])
        switch route {
        case .detail(let number): return try detail(number, language, request)
        case .search:
            let search = try SearchRequest(
                request.query, now: clock.milliseconds, longestSince: options.longestSince)
            let found = backend.search(search)
            return packed(backend.documents(in: language).searchPage(request.rows(found)), for: request)
        case .orderableAddOns(let number): return try orderable(number, language, request)
        case .subscriptionTypes:
            guard let accessType = request.query["accessType"], !accessType.isEmpty else {
                throw Refusal(code: 400000)
            }
            return packed(
                backend.documents(in: language).subscriptionTypes(accessType: accessType), for: request)
        case .accounts:
            let accounts = backend.accounts(try PageRequest(request.query))
            return packed(backend.documents(in: language).accounts(request.rows(accounts)), for: request)
        case .accountSubscriptions(let id):
            let page = try PageRequest(request.query)
            guard let number = Int(id), let found = backend.subscriptions(ofAccount: number, page) else {
                throw Refusal(code: 400000)
            }
            return packed(backend.documents(in: language).accountPage(request.rows(found)), for: request)
        case .token, .logout, .control, .unknown: throw Refusal(code: 4_042_000)
        }
    }

    private func detail(_ number: Substring, _ language: Language, _ request: IncomingRequest) throws(Refusal)
        -> Reply
    {
        let msisdn = try Self.msisdn(number)
        let form = BodyForm(language: language, isCompressed: request.acceptsGzip)
        guard let body = backend.detail(of: msisdn, form: form) else { throw Refusal(code: 404001) }
        return .json(body, isCompressed: request.acceptsGzip)
    }

    private func orderable(_ number: Substring, _ language: Language, _ request: IncomingRequest)
        throws(Refusal) -> Reply
    {
        let msisdn: UInt64
        do {
            msisdn = try Self.msisdn(number)
        } catch {
            // 400016 is not among this endpoint's documented errors.
            throw Refusal(code: 400018)
        }
        guard let subscription = backend.subscription(msisdn) else { throw Refusal(code: 404001) }
        let entries = OrderableAddOn.all(for: subscription, speller: backend.speller)
        return packed(backend.documents(in: language).orderableAddOns(entries), for: request)
    }

    /// A number in the path: 10 or 12 digits, beginning with 47.
    ///
    /// - Throws: `Refusal` 400018 or 400016.
    private static func msisdn(_ text: Substring) throws(Refusal) -> UInt64 {
        let isDigits = text.utf8.allSatisfy { (48...57).contains($0) }
        guard isDigits, (4...15).contains(text.utf8.count), let number = UInt64(text) else {
            throw Refusal(code: 400018)
        }
        guard text.hasPrefix("47") else { throw Refusal(code: 400016) }
        guard text.utf8.count == 10 || text.utf8.count == 12 else { throw Refusal(code: 400018) }
        return number
    }

    /// Bodies below this size hardly get smaller by compression.
    private static let worthCompressing = 256

    private func packed(_ body: [UInt8], for request: IncomingRequest) -> Reply {
        guard request.acceptsGzip, body.count >= Self.worthCompressing,
            let compressed = Gzip.compressed(body)
        else { return .json(body) }
        return .json(compressed, isCompressed: true)
    }
}

extension IncomingRequest {
    /// A page's rows, some of them twice if a fault requires it.
    func rows<Row>(_ rows: [Row]) -> [Row] {
        guard var doubling else { return rows }
        return Damage.doubled(rows, by: &doubling)
    }
}
