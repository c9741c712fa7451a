import ArgumentParser

struct MillomCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "millom", abstract: "Millom, the second source: purchases, and what it tells us.",
        discussion: """
            submirror millom receive                          serves notifications and callbacks
            submirror millom purchases --open                 what was bought and has not ended
            submirror millom purchase 5f0c...                 one purchase with every fact about it
            submirror millom purchases resolve 5f0c... --completed
            submirror millom offers 4790000001                what a subscriber is offered
            submirror millom activate 4790000001 DATA10       buys an offer
            submirror millom register 4790000001 --none       withdraws the consent to notifications
            """,
        subcommands: [
            MillomReceiveCommand.self, MillomOffersCommand.self, MillomActivateCommand.self,
            MillomPurchasesCommand.self, MillomPurchaseCommand.self, MillomRegisterCommand.self,
            MillomCpidCommand.self,
        ])
}
