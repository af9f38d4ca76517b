using System.Text.Json;

namespace SecureScore.Emulator.Exchange;

/// <summary>Whether the organisation is customised: until it is, it shares its configuration with others, and some cmdlets are refused.</summary>
internal sealed class Customization
{
    private const string Resource = "exchange/Get-OrganizationConfig";

    private readonly EmulatedTenant _tenant;
    private DateTimeOffset? _takesEffect;

    public Customization(EmulatedTenant tenant) => _tenant = tenant;

    /// <summary>Whether it is not customised yet.</summary>
    public bool IsDehydrated
    {
        get
        {
            lock (_tenant.State.Writing)
                return _takesEffect is { } time ? _tenant.Options.Clock.GetUtcNow() < time : WasDehydrated;
        }
    }

    private bool WasDehydrated => _tenant.Options.IsDehydrated ?? _tenant.State.Current(Resource).Any(row =>
    {
        using var document = JsonDocument.Parse(row);
        return document.RootElement.TryGetProperty(nameof(IsDehydrated), out var flag) && flag.ValueKind == JsonValueKind.True;
    });

    /// <summary>Begins it, which is done once.</summary>
    public void Begin()
    {
        if (_takesEffect is not null || !WasDehydrated)
            throw CmdletException.NotAllowed("This operation is not required. Organization is already enabled for customization.");

        _takesEffect = _tenant.Options.Clock.GetUtcNow() + _tenant.Options.CustomizationTakes;
    }
}
