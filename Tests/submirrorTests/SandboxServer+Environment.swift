import Foundation
import Sandbox

extension SandboxServer {
    /// The environment of a program that is set up for this server, with `directory` as its home and its state in
    /// `state` there.
    func environment(in directory: URL, options: SandboxOptions) -> [String: String] {
        [
            "HOME": directory.path, "SUBMIRROR_API_BASE_URL": baseURL,
            "SUBMIRROR_STATE_DIRECTORY": directory.appendingPathComponent("state").path,
            "SUBMIRROR_OAUTH_CLIENT_ID": options.clientID,
            "SUBMIRROR_OAUTH_CLIENT_SECRET": options.clientSecret,
            "SUBMIRROR_OAUTH_USERNAME": options.username, "SUBMIRROR_OAUTH_PASSWORD": options.password,
        ]
    }
}
