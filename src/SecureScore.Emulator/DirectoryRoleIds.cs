namespace SecureScore.Emulator;

/// <summary>Template ids of the directory roles that let a caller read Exchange, Purview or Teams.</summary>
internal static class DirectoryRoleIds
{
    public const string GlobalAdministrator = "62e90394-69f5-4237-9190-012177145e10";
    public const string GlobalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
    public const string SecurityReader = "5d6b6bb7-de71-4623-b4af-96380a352509";
    public const string SecurityAdministrator = "194ae4cb-b126-40b2-bd5b-6091b380977d";
    public const string ComplianceAdministrator = "17315797-102d-40b4-93e0-432062caca18";
    public const string ExchangeAdministrator = "29232cdf-9323-42fd-ade2-1d097af3e4de";
    public const string TeamsAdministrator = "69091246-20e8-4a56-aa4d-066075b2a7a8";
}
