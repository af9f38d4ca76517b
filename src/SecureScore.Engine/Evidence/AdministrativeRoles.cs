namespace SecureScore.Engine.Evidence;

/// <summary>Which directory roles count as administrative, by template id.</summary>
internal static class AdministrativeRoles
{
    public static readonly EntityId GlobalAdministrator = EntityId.Parse("62e90394-69f5-4237-9190-012177145e10");

    /// <summary>The role of the account with which directory synchronisation signs in.</summary>
    public static readonly EntityId DirectorySynchronizationAccounts = EntityId.Parse("d29b2b05-8046-44ba-8758-1e26182fcf32");

    /// <summary>The roles that Microsoft's text wants a policy for administrators to name, as ids and names.</summary>
    public static readonly IReadOnlyDictionary<EntityId, string> ToProtect = new Dictionary<EntityId, string>
    {
        [EntityId.Parse("9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3")] = "Application Administrator",
        [EntityId.Parse("c4e39bd9-1100-46d3-8c65-fb160da0071f")] = "Authentication Administrator",
        [EntityId.Parse("b0f54661-2d74-4c50-afa3-1ec803f12efe")] = "Billing Administrator",
        [EntityId.Parse("158c047a-c907-4556-b7ef-446551a6b5f7")] = "Cloud Application Administrator",
        [EntityId.Parse("b1be1c3e-b65d-4f19-8427-f6fa0d97feb9")] = "Conditional Access Administrator",
        [EntityId.Parse("29232cdf-9323-42fd-ade2-1d097af3e4de")] = "Exchange Administrator",
        [GlobalAdministrator] = "Global Administrator",
        [EntityId.Parse("f2ef992c-3afb-46b9-b7cf-a126ee74c451")] = "Global Reader",
        [EntityId.Parse("729827e3-9c14-49f7-bb1b-9608f156bbb8")] = "Helpdesk Administrator",
        [EntityId.Parse("966707d0-3269-4727-9be2-8c3a10f19b9d")] = "Password Administrator",
        [EntityId.Parse("7be44c8a-adaf-4e2a-84d6-ab2649e08a13")] = "Privileged Authentication Administrator",
        [EntityId.Parse("e8611ab8-c189-46e8-94e1-60213ab1f814")] = "Privileged Role Administrator",
        [EntityId.Parse("194ae4cb-b126-40b2-bd5b-6091b380977d")] = "Security Administrator",
        [EntityId.Parse("f28a1f50-f6e7-4571-818b-6a12f2af6b6c")] = "SharePoint Administrator",
        [EntityId.Parse("fe930be7-5e62-47db-91af-98c3a49a38b1")] = "User Administrator",
    };

    // Roles that everyone, a guest, a device or the synchronisation holds, and roles that only read what is no secret.
    private static readonly HashSet<EntityId> s_notAdministrative = new(new[]
    {
        "a0b1b346-4d3e-4e8b-98f8-753987be4970", // User
        "10dae51f-b6af-4016-8d66-8c2a99b929b3", // Guest User
        "2af84b1e-32c8-42b7-82bc-daa82404023b", // Restricted Guest User
        "95e79109-95c0-4d8e-aee3-d01accf2d47b", // Guest Inviter
        "88d8e3e3-8f55-4a1e-953a-9b9898b8876b", // Directory Readers
        "9c094953-4995-41c8-84c8-3ebb9b32c93f", // Device Join
        "2b499bcd-da44-4968-8aec-78e1674fa64d", // Device Managers
        "d405c6df-0af8-4e3b-95e4-4d06e542189e", // Device Users
        "c34f683f-4d5a-4403-affd-6615e00e3a7f", // Workplace Device Join
        "d29b2b05-8046-44ba-8758-1e26182fcf32", // Directory Synchronization Accounts
        "a92aed5d-d78a-4d16-b381-09adb37eb3b0", // On Premises Directory Sync Account
        "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b", // Message Center Reader
        "ac16e43d-7b2d-40e0-ac05-243ff356ab5b", // Message Center Privacy Reader
        "4a5d8f65-41da-4de4-8968-e035b65339cf", // Reports Reader
        "75934031-6c7e-415a-99d7-48dbd49e875e", // Usage Summary Reports Reader
    }.Select(EntityId.Parse));

    /// <summary>Whether the role is administrative: every built-in or custom role except the few listed here.</summary>
    public static bool Contains(EntityId role) => !s_notAdministrative.Contains(role);
}
