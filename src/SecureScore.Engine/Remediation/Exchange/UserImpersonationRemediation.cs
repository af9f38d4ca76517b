using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Remediation.Exchange;

/// <summary>Protects chosen users from being imitated.</summary>
/// <remarks>Source: https://learn.microsoft.com/powershell/module/exchange/set-antiphishpolicy, TargetedUsersToProtect: entries are
/// <c>name;address</c>, 350 at most.</remarks>
internal sealed class UserImpersonationRemediation(ExchangeFix fix) : MailPolicyRemediation(fix)
{
    private const int MostUsers = 350;

    protected override IReadOnlyList<string> Entries(RemediationParameter parameter, RemediationRequest request)
    {
        string[] given = [.. request.Values.Texts(parameter.Name).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (given.Length > MostUsers)
            throw Invalid(request, $"'{parameter.Name}' of '{request.ControlId}' takes {MostUsers} users at most: a policy protects no more.");

        // Somebody outside the organisation can be protected as well, by name and address.
        var wanted = given.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = given.Where(IsEntry).ToDictionary(entry => entry, entry => entry, StringComparer.OrdinalIgnoreCase);
        foreach (var user in request.Evidence.Stream(Resources.Users))
        {
            foreach (string name in new[] { user.Text("id"), user.Text("userPrincipalName"), user.Text("mail") }.OfType<string>())
            {
                if (wanted.Contains(name))
                    found[name] = $"{user.Text("displayName") ?? name};{user.Text("mail") ?? user.Text("userPrincipalName")}";
            }
        }

        return given.FirstOrDefault(name => !found.ContainsKey(name)) is { } unknown
            ? throw Invalid(request, $"'{parameter.Name}' of '{request.ControlId}': nobody goes by '{unknown}'. Give a user principal name, or 'name;address' for somebody outside.")
            : [.. given.Select(name => found[name]).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static bool IsEntry(string text) => text.Split(';') is [{ Length: > 0 }, var address] && MailName.IsAddress(address);
}
