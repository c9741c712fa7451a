import NIOCore
import NIOHTTP1

/// Keeps what HTTP/1 says of a request and the types behind it leave out: its version, a repeated `Host`, and
/// the host in its target.
///
/// A client of HTTP/1.0 knows no chunks: the connection's end is the answer's end.
final class RequestFraming: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Stays set, as no request follows one of HTTP/1.0.
    private var isOld = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        if head.version == .http1_0 || head.version == .http0_9 {
            isOld = true
            head.headers.replaceOrAdd(name: "connection", value: "close")
        }
        // Its host is the one that counts; see RFC 9112, 3.2.2.
        if let match = head.uri.prefixMatch(of: /[Hh][Tt][Tt][Pp][Ss]?:\/\/([^\/?]*)/) {
            let rest = head.uri[match.range.upperBound...]
            head.headers.replaceOrAdd(name: "host", value: String(match.output.1))
            head.uri = rest.hasPrefix("/") ? String(rest) : "/" + rest
        } else if head.uri.contains("://"), !head.uri.hasPrefix("/") {
            // The types would take its path: it is refused as one that names none.
            head.uri = "x"
        }
        // The types keep only the first: two are refused as one that names no host.
        let hosts = head.headers["host"]
        if hosts.count > 1 { head.headers.replaceOrAdd(name: "host", value: hosts.joined(separator: ", ")) }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard isOld, case .head(var head) = unwrapOutboundIn(data) else {
            return context.write(data, promise: promise)
        }
        head.version = .http1_0
        head.headers.replaceOrAdd(name: "connection", value: "close")
        context.write(wrapOutboundOut(.head(head)), promise: promise)
    }
}
