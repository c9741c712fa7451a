import Foundation
import Sandbox

extension SandboxServer {
    /// The environment for a program that uses this server, with `directory` as its home and
    /// `state` in it for its state.
    func environment(in directory: URL, options: SandboxOptions) -> [String: String] {
        [
            "HOME": directory.path, "SUBMIRROR_API_BASE_URL": baseURL,
            "SUBMIRROR_STATE_DIRECTORY": directory.appendingPathComponent("state").path,
            "SUBMIRROR_OAUTH_CLIENT_ID": options.clientID,
            "SUBMIRROR_OAUTH_CLIENT_SECRET": options.clientSecret,
            "SUBMIRROR_OAUTH_USERNAME": options.username, "SUBMIRROR_OAUTH_PASSWORD": options.password,
        ]
    }

    /// The variables with which the program reads Millom from this server, too.
    var millomEnvironment: [String: String] {
        [
            "SUBMIRROR_MILLOM_BASE_URL": baseURL,
            "SUBMIRROR_MILLOM_SERVICE_PROVIDER": SandboxMillom().serviceProvider,
            "SUBMIRROR_MILLOM_OPERATOR": SandboxMillom().operator,
        ]
    }
}
