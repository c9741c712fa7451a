import Foundation
import HTTPTypes
import Logging
import MillomJournal
import MirrorCore
import Synchronization

/// The parts of a request that the receiver examines.
struct ReceivedRequest: Sendable {
    let method: String
    /// Path and query.
    let target: String
    let authorization: String?
    let contentLength: Int?
}

/// Answers the receiver's requests, independently of the transport.
final class ReceiverService: Sendable {
    private let configuration: ReceiverConfiguration
    private let authority: TokenIssuer
    private let inbox: Inbox
    private let now: @Sendable () -> Date
    private let logger: Logger
    private let load = Mutex(Load())

    private struct Load {
        var inFlight = 0
        var isStopping = false
    }

    init(
        _ configuration: ReceiverConfiguration, authority: TokenIssuer, inbox: Inbox,
        now: @escaping @Sendable () -> Date, logger: Logger
    ) {
        self.configuration = configuration
        self.authority = authority
        self.inbox = inbox
        self.now = now
        self.logger = logger
    }

    /// Refuses all requests from now on.
    func stop() { load.withLock { $0.isStopping = true } }

    private var isStopping: Bool { load.withLock { $0.isStopping } }

    /// Answers a request; reads its body only if needed.
    ///
    /// - Parameter readBody: returns the body's bytes; nil if they exceed the limit.
    /// - Throws: errors from reading the body.
    func answer(
        _ request: ReceivedRequest, readBody: () async throws -> [UInt8]?
    ) async throws -> Answer {
        let isIn = load.withLock { load in
            guard load.inFlight < configuration.limits.requestsInFlight else { return false }
            load.inFlight += 1
            return true
        }
        guard isIn else { return .tooMany }
        defer { load.withLock { $0.inFlight -= 1 } }
        let answer = try await admitted(request, readBody)
        // Logs only the status: the request's path and query may contain ids and tokens.
        if answer.status.code >= 400 {
            logger.debug("refused a request", metadata: ["status": "\(answer.status.code)"])
        }
        return answer
    }

    private func admitted(
        _ request: ReceivedRequest, _ readBody: () async throws -> [UInt8]?
    ) async throws -> Answer {
        let parts = request.target.split(
            separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        guard let path = parts.first, let route = Route(path: path, prefix: configuration.prefix) else {
            return Answer(.notFound)
        }
        guard request.method == route.method else {
            return Answer(.methodNotAllowed, headers: [.allow: route.method])
        }
        if isStopping { return .stopping }
        switch route {
        case .health: return Answer(.ok, body: #"{"status":"ok"}"#)
        case .token: break
        case .offers, .event, .callback:
            guard authority.admits(request.authorization) else { return .unauthorized }
        }
        let limit = configuration.limits.bodyBytes
        guard request.contentLength ?? 0 <= limit, let body = try await readBody() else { return .tooLarge }
        // Reading it may have taken long.
        if isStopping { return .stopping }
        let query = parts.count > 1 ? parts[1] : ""
        switch route {
        case .health, .token: return token(request.authorization, body)
        case .offers: return await offers(body)
        case .event(let name): return await event(of: name, query, body)
        case .callback: return await callback(body)
        }
    }

    // MARK: Tokens

    /// Issues a token.
    ///
    /// Source: RFC 6749 sections 2.3.1 and 4.4.
    private func token(_ authorization: String?, _ body: [UInt8]) -> Answer {
        guard let text = String(validating: body, as: UTF8.self), let form = FormText.parameters(text),
            let grant = form["grant_type"]
        else { return .tokenError(.badRequest, "invalid_request") }
        guard grant == "client_credentials" else { return .tokenError(.badRequest, "unsupported_grant_type") }
        let tries: [(String, String)]
        if let authorization {
            tries = Self.basic(authorization)
        } else if let id = form["client_id"], let secret = form["client_secret"] {
            tries = [(id, secret)]
        } else {
            tries = []
        }
        let granted = tries.lazy.compactMap {
            self.authority.token(clientID: $0.0, clientSecret: $0.1)
        }.first
        guard let granted else { return .tokenError(.unauthorized, "invalid_client") }
        return Answer(
            .ok,
            body:
                #"{"access_token":"\#(granted.token)","token_type":"Bearer","expires_in":\#(granted.expiresIn)}"#
        )
    }

    /// Id and secret both as written and decoded as in RFC 6749; clients do either.
    private static func basic(_ authorization: String) -> [(String, String)] {
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic", parts[1].utf8.count <= 4096,
            let data = Data(base64Encoded: String(parts[1])),
            let text = String(validating: data, as: UTF8.self), let colon = text.firstIndex(of: ":")
        else { return [] }
        let (id, secret) = (text[..<colon], text[text.index(after: colon)...])
        var tries = [(String(id), String(secret))]
        if let id = FormText.decoded(id, plusIsBlank: true),
            let secret = FormText.decoded(secret, plusIsBlank: true), (id, secret) != tries[0]
        {
            tries.append((id, secret))
        }
        return tries
    }

    // MARK: Messages from Millom

    private func offers(_ body: [UInt8]) async -> Answer {
        do throws(BodyRefusal) {
            return await keep(.notification(try OffersBody.read(body.span.bytes, at: now())))
        } catch {
            return malformed(error)
        }
    }

    /// Stores an event notification.
    ///
    /// Source: millom-notify.yaml.
    private func event(of name: String, _ query: some StringProtocol, _ body: [UInt8]) async -> Answer {
        guard let parameters = FormText.parameters(query), let id = parameters["idValue"], !id.isEmpty,
            let keyType = parameters["idType"].flatMap(MillomSubscriber.KeyType.init)
        else { return malformed(BodyRefusal(path: "?")) }
        // An operator's own token identifies nobody here.
        guard keyType != .opet, let subscriber = Self.subscriber(keyType, id, operator: name) else {
            return .error(.conflict, "NO_CPID", "this idValue is not valid for this idType")
        }
        do throws(BodyRefusal) {
            return await keep(
                .notification(try NotificationBody.read(body.span.bytes, of: subscriber, at: now())))
        } catch {
            return malformed(error)
        }
    }

    /// The subscriber with this id, with `+` restored: in a query it means a blank, but base64 ids are often
    /// not encoded, and contain no blanks.
    private static func subscriber(
        _ keyType: MillomSubscriber.KeyType, _ id: String, operator name: String
    ) -> MillomSubscriber? {
        switch keyType {
        case .cpid, .opet:
            MillomSubscriber(keyType, id.replacing(" ", with: "+"), operator: name)
        // With or without `+`, it is the same number.
        case .msisdn:
            MillomSubscriber(keyType, String(id.drop { $0 == " " || $0 == "+" }), operator: name)
        }
    }

    private func callback(_ body: [UInt8]) async -> Answer {
        do throws(BodyRefusal) {
            guard let callback = try CallbackBody.read(body.span.bytes, at: now()) else { return Answer(.ok) }
            return await keep(.callback(callback))
        } catch {
            return malformed(error)
        }
    }

    private func keep(_ arrival: InboundMessage) async -> Answer {
        do {
            switch try await inbox.store(arrival) {
            case .stored, .duplicate: return Answer(.ok)
            case .unknownPurchase: return Answer(.notFound)
            case .endedBefore: return Answer(.conflict)
            case .conflict:
                logger.warning("a different notification has the same transactionId: refused with 409")
                return .error(.conflict, "INTERNAL_ERROR", "a different notification has this transactionId")
            }
        } catch {
            logger.error("nothing was stored", metadata: ["error": "\(Self.reason(of: error))"])
            return .notStored
        }
    }

    private static func reason(of error: any Error) -> String {
        (error as? any UserFacingError)?.message ?? "unexpected \(type(of: error))"
    }

    private func malformed(_ refusal: BodyRefusal) -> Answer {
        logger.debug("refused a body", metadata: ["path": "\(refusal.path)"])
        return Answer(.badRequest)
    }
}
