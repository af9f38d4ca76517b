using System.Globalization;

namespace SecureScore.Engine.Remediation;

/// <summary>What a remediation is told: values by the names of its parameters, which compare ignoring case.</summary>
public sealed class RemediationValues
{
    private readonly Dictionary<string, IReadOnlyList<string>> _values;

    /// <summary>Creates values.</summary>
    public RemediationValues(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> values) =>
        _values = new Dictionary<string, IReadOnlyList<string>>(values, StringComparer.OrdinalIgnoreCase);

    /// <summary>Nothing is said.</summary>
    public static RemediationValues None { get; } = new([]);

    /// <summary>The names that have a value.</summary>
    public IReadOnlyCollection<string> Names => _values.Keys;

    /// <summary>The values of a name; empty when nothing is said.</summary>
    public IReadOnlyList<string> Texts(string name) => _values.GetValueOrDefault(name) ?? [];

    /// <summary>The only value of a name; null when nothing is said.</summary>
    public string? Text(string name) => Texts(name) is [.., var last] ? last : null;

    /// <summary>Whether a name is set to yes.</summary>
    public bool Flag(string name) => Text(name) is { } text && bool.TryParse(text, out bool value) && value;

    /// <summary>The number of a name; null when nothing is said.</summary>
    public int? Number(string name) => Text(name) is { } text && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : null;

    /// <summary>Whether anything is said by a name.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>Refuses what a remediation does not take, and what it misses.</summary>
    /// <exception cref="SecureScoreException"><c>RemediationValueInvalid</c> or <c>RemediationValueMissing</c>.</exception>
    public void Check(ControlRemediation remediation, string controlId)
    {
        ArgumentNullException.ThrowIfNull(remediation);
        foreach (string name in Names)
        {
            if (remediation.Parameters.FirstOrDefault(known => known.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } parameter)
                throw Invalid(controlId, $"'{controlId}' takes no value '{name}'. It takes {Taken(remediation)}.");
            if (parameter.Kind == ParameterKind.Number && Number(name) is null)
                throw Invalid(controlId, $"'{name}' of '{controlId}' takes a whole number, not '{Text(name)}'.");
            if (parameter.Kind == ParameterKind.Flag && !bool.TryParse(Text(name), out _))
                throw Invalid(controlId, $"'{name}' of '{controlId}' takes true or false, not '{Text(name)}'.");
            if (parameter.Choices.Count > 0 && Texts(name).FirstOrDefault(text => !parameter.Choices.Contains(text, StringComparer.OrdinalIgnoreCase)) is { } unknown)
                throw Invalid(controlId, $"'{name}' of '{controlId}' takes {string.Join(", ", parameter.Choices)}, not '{unknown}'.");
        }

        if (remediation.Parameters.FirstOrDefault(parameter => parameter.IsRequired && Texts(parameter.Name).Count == 0) is { } missing)
            throw Missing(missing, controlId);

        static string Taken(ControlRemediation remediation) =>
            remediation.Parameters.Count == 0 ? "none" : string.Join(", ", remediation.Parameters);
    }

    /// <summary>That nothing can be done without a value.</summary>
    internal static SecureScoreException Missing(RemediationParameter parameter, string controlId) => new(
        ErrorIds.RemediationValueMissing,
        $"'{controlId}' cannot be put in place without a value that only you know. Give it with -Value @{{ {parameter.Name} = ... }}. {parameter.Name}: {parameter.Description}")
    {
        Target = controlId,
    };

    private static SecureScoreException Invalid(string controlId, string message) => new(ErrorIds.RemediationValueInvalid, message) { Target = controlId };
}
