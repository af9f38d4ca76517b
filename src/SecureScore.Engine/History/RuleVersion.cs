using System.Globalization;
using System.Reflection;
using SecureScore.Engine.Catalog;

namespace SecureScore.Engine.History;

/// <summary>The name of the rules that judged: the version of SecureScore and a digest of the edition's data, for example <c>0.1.0/5F0C22A1</c>.</summary>
/// <remarks>When it differs between two judgements, a change of points may come from the rules instead of the tenant.</remarks>
public static class RuleVersion
{
    private const int DigestBytes = 4;

    /// <summary>The name of this version's rules for an edition.</summary>
    public static string Of(string edition)
    {
        var assembly = typeof(RuleVersion).Assembly;
        string version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        return string.Create(CultureInfo.InvariantCulture, $"{version}/{Convert.ToHexString(ControlCatalog.Digest(edition), 0, DigestBytes)}");
    }
}
