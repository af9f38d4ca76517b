using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.ConditionalAccess;

/// <summary>What some users have registered. Whom the report does not name, or all when there is no report, have registered nothing.</summary>
internal sealed class RegisteredMethods
{
    private static readonly string[] s_resistant =
        ["fido2", "fido2SecurityKey", "windowsHelloForBusiness", "macOsSecureEnclaveKey", "x509Certificate", "x509CertificateMultiFactor"];

    private readonly Dictionary<int, (bool IsMfaRegistered, IReadOnlyList<string> Methods)> _users = [];

    private RegisteredMethods(bool isKnown) => IsKnown = isKnown;

    /// <summary>Whether the report could be read.</summary>
    public bool IsKnown { get; private init; }

    public static RegisteredMethods Read(TenantEvidence evidence, UserSet wanted)
    {
        try
        {
            var methods = new RegisteredMethods(isKnown: true);
            foreach (var row in evidence.Snapshot.ReadObjects(Resources.UserRegistrationDetails, evidence.Cancellation))
            {
                if (evidence.Users.TryFind(EntityId.Parse(row.RequiredText("id")), out int user) && wanted.Contains(user))
                    methods._users[user] = (row.Boolean("isMfaRegistered") ?? false, row.Texts("methodsRegistered"));
            }

            return methods;
        }
        catch (EvidenceUnavailableException exception) when (exception.State.Name == Resources.UserRegistrationDetails)
        {
            return new RegisteredMethods(isKnown: false);
        }
    }

    public IReadOnlyList<string> Of(int user) => _users.GetValueOrDefault(user).Methods ?? [];

    /// <summary>Whether a user has surely registered what is asked for.</summary>
    public bool Has(int user, RequiredMethod method) => _users.TryGetValue(user, out var registered) && (method switch
    {
        RequiredMethod.PhishingResistant => registered.IsMfaRegistered && registered.Methods.Any(ResistsPhishing),
        _ => registered.IsMfaRegistered,
    });

    // Passkeys have a name for each place where they are kept, and new places come.
    private static bool ResistsPhishing(string method) =>
        method.StartsWith("passKey", StringComparison.OrdinalIgnoreCase) || s_resistant.Contains(method, StringComparer.OrdinalIgnoreCase);
}
