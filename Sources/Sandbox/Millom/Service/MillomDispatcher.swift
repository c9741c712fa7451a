import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Synchronization

/// Sends requests: pushes to the receiver, and those between Millom and the operator.
final class MillomDispatcher: Sendable {
    private let push: SandboxMillom.Push?
    private let errands: AsyncStream<MillomOutgoingRequest>
    private let queue: AsyncStream<MillomOutgoingRequest>.Continuation

    /// The most requests under way at once; the rest wait.
    private static let most = 64

    init(push: SandboxMillom.Push?) {
        self.push = push
        (errands, queue) = AsyncStream.makeStream()
    }

    func take(_ errand: MillomOutgoingRequest) { queue.yield(errand) }

    /// Sends requests in order, several at a time, until cancelled.
    func run(for service: MillomService) async {
        let receiver = push.map(ReceiverToken.init)
        await withDiscardingTaskGroup { group in
            let places = RequestSlots(Self.most)
            for await errand in errands {
                // A request that waits for its time takes no place.
                group.addTask {
                    if errand.delay > .zero, (try? await Task.sleep(for: errand.delay)) == nil { return }
                    await places.take()
                    await self.carry(errand, for: service, receiver)
                    await places.leave()
                }
            }
        }
    }

    private func carry(
        _ errand: MillomOutgoingRequest, for service: MillomService, _ receiver: ReceiverToken?
    ) async {
        let attempts = push?.attempts ?? 5
        var pause = push?.pause ?? .milliseconds(100)
        for attempt in 1...max(1, attempts) {
            let status = await send(errand, for: service, receiver)
            let isOver = status.map(Self.isFinal) ?? false
            note(
                errand, attempt: attempt, status: status, isLast: isOver || attempt == attempts, for: service)
            if isOver || Task.isCancelled { return }
            do { try await Task.sleep(for: pause) } catch { return }
            pause = pause * 2
        }
    }

    /// Whether sending again cannot change the answer.
    private static func isFinal(_ status: Int) -> Bool {
        switch status {
        case 401, 408, 429, 500...: false
        default: true
        }
    }

    private func note(
        _ errand: MillomOutgoingRequest, attempt: Int, status: Int?, isLast: Bool, for service: MillomService
    ) {
        guard let number = errand.push else { return }
        service.world.withLock { world in
            world.pushes[number].attempts += 1
            world.pushes[number].status = status
            if (200...299).contains(status ?? 0) {
                world.pushes[number].state = .delivered
            } else if isLast, world.pushes[number].state == .pending {
                world.pushes[number].state = .failed
            }
        }
    }

    /// The status of the answer; nil: there was none.
    private func send(_ errand: MillomOutgoingRequest, for service: MillomService, _ receiver: ReceiverToken?)
        async
        -> Int?
    {
        do {
            let base: String
            var authorization: String?
            switch errand.destination {
            case .sandbox:
                base = service.baseURL.withLock { $0 }
                if service.options.requiresToken { authorization = "Bearer \(service.internalToken())" }
            case .receiver:
                guard let push, let receiver else { return nil }
                base = push.baseURL
                authorization = "Bearer \(try await receiver.token())"
            }
            var request = HTTPClientRequest(url: base + errand.path)
            request.method = .POST
            request.headers = ["Content-Type": "application/json"]
            if let authorization { request.headers.add(name: "Authorization", value: authorization) }
            request.body = .bytes(ByteBuffer(bytes: errand.body))
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            _ = try await response.body.collect(upTo: 1 << 20)
            let status = Int(response.status.code)
            if status == 401 { await receiver?.forget() }
            return status
        } catch {
            return nil
        }
    }
}

/// The receiver's token, fetched once and kept until shortly before it expires.
private actor ReceiverToken {
    private let push: SandboxMillom.Push
    private var held: (token: String, end: ContinuousClock.Instant)?
    /// The fetch that all callers wait for.
    private var fetching: Task<String, any Error>?

    init(_ push: SandboxMillom.Push) { self.push = push }

    private struct Form: Decodable {
        let accessToken: String
        let expiresIn: Double?

        enum CodingKeys: String, CodingKey {
            case accessToken = "access_token"
            case expiresIn = "expires_in"
        }
    }

    private struct NoToken: Error {}

    func forget() { held = nil }

    func token() async throws -> String {
        if let held, ContinuousClock.now < held.end { return held.token }
        // The first caller fetches it; all others wait for the same fetch.
        let task = fetching ?? Task { try await fetch() }
        fetching = task
        return try await task.value
    }

    private func fetch() async throws -> String {
        defer { fetching = nil }
        var request = HTTPClientRequest(url: push.baseURL + push.tokenPath)
        request.method = .POST
        let basic = Data("\(push.clientID):\(push.clientSecret)".utf8).base64EncodedString()
        request.headers = [
            "Authorization": "Basic \(basic)", "Content-Type": "application/x-www-form-urlencoded",
        ]
        request.body = .bytes(ByteBuffer(string: "grant_type=client_credentials&scope=any"))
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let body = try await response.body.collect(upTo: 1 << 16)
        guard response.status == .ok else { throw NoToken() }
        let form = try JSONDecoder().decode(Form.self, from: Data(body.readableBytesView))
        held = (form.accessToken, .now + .seconds(form.expiresIn ?? 60) * 0.9)
        return form.accessToken
    }
}

/// A fixed number of places for which tasks wait.
private actor RequestSlots {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    func take() async {
        if free > 0 {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
