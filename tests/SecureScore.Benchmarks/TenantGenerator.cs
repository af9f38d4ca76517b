using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SecureScore.Benchmarks;

/// <summary>Writes the snapshot of an invented tenant of any size. The same size always gives the same bytes.</summary>
/// <remarks>What grows with the tenant is generated: users, registration details, groups, their members, roles and the policies that name
/// them. Everything else is the sample's.</remarks>
internal sealed class TenantGenerator
{
    // Part of the folder's name: a change of what is generated must not meet an older snapshot.
    private const int Version = 3;

    /// <summary>The fewest users that give every group a member.</summary>
    public const int SmallestTenant = 20;

    private const string GlobalAdministrator = "62e90394-69f5-4237-9190-012177145e10";
    private const int ExplicitGroups = 16;
    private const int MostTeams = 100;
    private const int MailGroups = 200;
    private const int FirstMailGroup = ExplicitGroups + MostTeams;

    // Policies for recipients that rules set; each rule covers one of the mail groups, and excepts the one before it.
    private static readonly (string Feature, string Policies, string Rules)[] s_mailProtection =
    [
        ("HostedContentFilterPolicy", "exchange/Get-HostedContentFilterPolicy", "exchange/Get-HostedContentFilterRule"),
        ("MalwareFilterPolicy", "exchange/Get-MalwareFilterPolicy", "exchange/Get-MalwareFilterRule"),
        ("AntiPhishPolicy", "exchange/Get-AntiPhishPolicy", "exchange/Get-AntiPhishRule"),
        ("SafeLinksPolicy", "exchange/Get-SafeLinksPolicy", "exchange/Get-SafeLinksRule"),
        ("SafeAttachmentPolicy", "exchange/Get-SafeAttachmentPolicy", "exchange/Get-SafeAttachmentRule"),
    ];

    private static readonly string[] s_roles =
    [
        GlobalAdministrator,
        "194ae4cb-b126-40b2-bd5b-6091b380977d", "f28a1f50-f6e7-4571-818b-6a12f2af6b6c", "29232cdf-9323-42fd-ade2-1d097af3e4de",
        "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9", "729827e3-9c14-49f7-bb1b-9608f156bbb8", "b0f54661-2d74-4c50-afa3-1ec803f12efe",
        "fe930be7-5e62-47db-91af-98c3a49a38b1", "c4e39bd9-1100-46d3-8c65-fb160da0071f", "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
        "158c047a-c907-4556-b7ef-446551a6b5f7", "966707d0-3269-4727-9be2-8c3a10f19b9d", "7be44c8a-adaf-4e2a-84d6-ab2649e08a13",
        "e8611ab8-c189-46e8-94e1-60213ab1f814", "f2ef992c-3afb-46b9-b7cf-a126ee74c451",
    ];

    private readonly string _folder;
    private readonly int _users;
    private readonly int _mailGroups;
    private readonly int _groups;
    private readonly JsonObject _resources;

    private TenantGenerator(string folder, int users, int mailGroups, int? groups, JsonObject resources)
    {
        _folder = folder;
        _users = users;
        _mailGroups = mailGroups;
        _groups = groups ?? FirstMailGroup + mailGroups + (int)(users * 4684L / 1_000_000);
        _resources = resources;
    }

    /// <summary>The kinds of draws that decide what a user is like; each is independent of the others.</summary>
    private enum Trait
    {
        Guest,
        Disabled,
        Synchronised,
        Licensed,
        MfaRegistered,
        SsprEnabled,
        PerUserMfa,
        Pilot,
        Legacy,
        Team,
        Id,
        MailGroup,
    }

    /// <summary>The folder of a tenant of that many users, generated unless it is there.</summary>
    /// <param name="users">How many users.</param>
    /// <param name="rules">Whether rules of mail protection name two hundred groups; else they are the sample's.</param>
    /// <param name="groups">How many groups, at least twenty; null for as many as such a tenant has.</param>
    public static string Ensure(int users, bool rules = false, int? groups = null)
    {
        string name = $"{users}-users{(groups is null ? "" : $"-{groups}-groups")}{(rules ? "-rules" : "")}-v{Version}";
        string folder = Path.Combine(Repository.DataFolder, name);
        if (Directory.Exists(folder))
            return folder;

        Console.Error.WriteLine($"Generating {users:N0} users ...");
        string unfinished = folder + ".unfinished";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);

        CopySample(unfinished);
        string manifestFile = Path.Combine(unfinished, "manifest.json");
        var manifest = JsonNode.Parse(File.ReadAllBytes(manifestFile))!.AsObject();
        new TenantGenerator(unfinished, users, rules ? MailGroups : 0, groups, manifest["resources"]!.AsObject()).Generate();
        File.WriteAllText(manifestFile, manifest.ToJsonString());
        Directory.Move(unfinished, folder);
        return folder;
    }

    /// <summary>Removes every generated tenant.</summary>
    public static void Clean()
    {
        if (Directory.Exists(Repository.DataFolder))
            Directory.Delete(Repository.DataFolder, recursive: true);
    }

    private static void CopySample(string target)
    {
        foreach (string file in Directory.EnumerateFiles(Repository.Sample, "*.json*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(Repository.Sample, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private void Generate()
    {
        WriteRows("graph/users", WriteUsers);
        WriteRows("graph/userRegistrationDetails", WriteRegistrations);
        WriteRows("graph/groups", WriteGroups);
        WriteRows("graph/groupMembers", WriteMembers);
        WriteRows("graph/roleDefinitions", WriteRoleDefinitions);
        WriteRows("graph/roleAssignments", rows => WriteRoleAssignments(rows, parity: 0));
        WriteRows("graph/roleEligibilityScheduleInstances", rows => WriteRoleAssignments(rows, parity: 1));
        WriteRows("graph/roleAssignmentScheduleInstances", rows => WriteRoleAssignments(rows, parity: 0));
        WriteRows("graph/conditionalAccessPolicies", WritePolicies);
        if (_mailGroups == 0)
            return;

        WritePresets("exchange/Get-EOPProtectionPolicyRule");
        WritePresets("exchange/Get-ATPProtectionPolicyRule");
        WriteRows("exchange/Get-ATPBuiltInProtectionRule", _ => { });
        WriteRows("exchange/Get-HostedOutboundSpamFilterRule", _ => { });
        for (int feature = 0; feature < s_mailProtection.Length; feature++)
            WriteMailProtection(feature);
    }

    private void WriteRows(string resource, Action<RowWriter> write)
    {
        foreach (string extension in (ReadOnlySpan<string>)[".json", ".jsonl", ".jsonl.gz"])
            File.Delete(Path.Combine(_folder, resource + extension));

        using var rows = new RowWriter(Path.Combine(_folder, resource + ".jsonl"));
        write(rows);
        _resources[resource] = new JsonObject { ["status"] = "Collected", ["count"] = rows.Count };
    }

    private void WriteUsers(RowWriter rows)
    {
        for (int user = 0; user < _users; user++)
        {
            string name = UserPrincipalName(user);
            var json = rows.Begin();
            json.WriteString("id", UserId(user));
            json.WriteString("userPrincipalName", name);
            json.WriteString("displayName", DisplayName(user));
            json.WriteString("mail", name);
            json.WriteStartArray("proxyAddresses");
            json.WriteStringValue("SMTP:" + name);
            json.WriteStringValue($"smtp:u{user}@contoso.onmicrosoft.com");
            json.WriteEndArray();
            json.WriteStartArray("assignedLicenses");
            if (Is(user, Trait.Licensed, 900))
            {
                WriteLicence(json, "06ebc4ee-1bb5-47dd-8120-11324bc54e06");
                WriteLicence(json, "84a661c4-e949-4bd2-a560-ed7766fcaf2b");
            }

            json.WriteEndArray();
            json.WriteBoolean("accountEnabled", !Is(user, Trait.Disabled, 40));
            json.WriteString("userType", IsGuest(user) ? "Guest" : "Member");
            if (Is(user, Trait.Synchronised, 600))
                json.WriteBoolean("onPremisesSyncEnabled", true);
            else
                json.WriteNull("onPremisesSyncEnabled");
            json.WriteString("createdDateTime", Date(user));
            json.WriteString("perUserMfaState", Is(user, Trait.PerUserMfa, 50) ? "enforced" : "disabled");
            rows.End();
        }
    }

    private static void WriteLicence(Utf8JsonWriter json, string sku)
    {
        json.WriteStartObject();
        json.WriteStartArray("disabledPlans");
        json.WriteEndArray();
        json.WriteString("skuId", sku);
        json.WriteEndObject();
    }

    private void WriteRegistrations(RowWriter rows)
    {
        foreach (int user in InAnotherOrder())
        {
            bool mfa = Is(user, Trait.MfaRegistered, 800);
            bool sspr = Is(user, Trait.SsprEnabled, 700);
            var json = rows.Begin();
            json.WriteString("id", UserId(user));
            json.WriteString("userPrincipalName", UserPrincipalName(user));
            json.WriteString("userDisplayName", DisplayName(user));
            json.WriteString("userType", IsGuest(user) ? "guest" : "member");
            json.WriteBoolean("isAdmin", user % AdministratorStride == 0);
            json.WriteBoolean("isSsprRegistered", sspr && mfa);
            json.WriteBoolean("isSsprEnabled", sspr);
            json.WriteBoolean("isSsprCapable", sspr && mfa);
            json.WriteBoolean("isMfaRegistered", mfa);
            json.WriteBoolean("isMfaCapable", mfa);
            json.WriteBoolean("isPasswordlessCapable", false);
            json.WriteStartArray("methodsRegistered");
            if (mfa)
            {
                json.WriteStringValue("microsoftAuthenticatorPush");
                json.WriteStringValue("softwareOneTimePasscode");
                json.WriteStringValue("mobilePhone");
            }

            json.WriteEndArray();
            json.WriteBoolean("isSystemPreferredAuthenticationMethodEnabled", true);
            json.WriteStartArray("systemPreferredAuthenticationMethods");
            if (mfa)
                json.WriteStringValue("PhoneAppNotification");
            json.WriteEndArray();
            json.WriteString("userPreferredMethodForSecondaryAuthentication", mfa ? "push" : "none");
            json.WriteString("lastUpdatedDateTime", Date(user));
            rows.End();
        }
    }

    /// <summary>Staff holds half of the users. Two divisions of a quarter each are nested in it, and ten regions in the divisions: as the
    /// directory answers, a member of a region is a row of its division and of staff too. No group is without a member: nobody could tell
    /// whether it is empty or was not collected.</summary>
    private static bool IsMember(int group, int user) => group switch
    {
        0 => user % 2 == 0,
        1 or 2 => user % 4 == (group - 1) * 2,
        >= 3 and <= 12 => user % 20 == (group - 3) * 2,
        13 => Is(user, Trait.Legacy, 300),
        14 => user == 14 || Is(user, Trait.Pilot, 10),
        15 => user is 3 or 5,
        >= FirstMailGroup => IsMemberOfMailGroup(group - FirstMailGroup, user),
        _ => user == group % SmallestTenant || (int)(Draw(user, Trait.Team) % 5000) == group,
    };

    /// <summary>Groups that rules of mail protection name: one with half of the users, in which two with a quarter each are nested, and from a tenth
    /// down to a ten-thousandth drawn at random, so that they overlap.</summary>
    private static bool IsMemberOfMailGroup(int group, int user) => group switch
    {
        0 => user % 2 == 1,
        1 or 2 => user % 4 == (group * 2) - 1,
        < 8 => IsDrawn(group, user, 100_000),
        < 28 => IsDrawn(group, user, 20_000),
        < 100 => IsDrawn(group, user, 2_000),
        _ => user == group % SmallestTenant || IsDrawn(group, user, 100),
    };

    private static bool IsDrawn(int group, int user, int perMillion) =>
        (int)(Mix(Draw(user, Trait.MailGroup) + (uint)group) % 1_000_000) < perMillion;

    /// <summary>The small groups that policies name, where there are fewer groups than that.</summary>
    private int Teams => Math.Min(MostTeams, _groups - ExplicitGroups);

    // Of the 5,000 groups of a tenant of a million users, rules and policies name a few hundred.
    private void WriteGroups(RowWriter rows)
    {
        for (int group = 0; group < _groups; group++)
        {
            var json = rows.Begin();
            json.WriteString("id", GroupId(group));
            json.WriteString("displayName", $"Group {group}");
            json.WriteString("createdDateTime", Date(group));
            json.WriteStartArray("groupTypes");
            if (group >= ExplicitGroups)
                json.WriteStringValue("Unified");
            json.WriteEndArray();
            json.WriteString("mail", MailOf(group));
            json.WriteStartArray("proxyAddresses");
            json.WriteStringValue("SMTP:" + MailOf(group));
            json.WriteEndArray();
            json.WriteBoolean("mailEnabled", group >= ExplicitGroups);
            json.WriteBoolean("securityEnabled", group < ExplicitGroups);
            json.WriteString("visibility", group % 7 == 0 ? "Public" : "Private");
            rows.End();
        }
    }

    private void WriteMembers(RowWriter rows)
    {
        for (int group = 0; group < Math.Min(_groups, FirstMailGroup + _mailGroups); group++)
        {
            foreach (int user in InAnotherOrder())
            {
                if (!IsMember(group, user))
                    continue;

                var json = rows.Begin();
                json.WriteString("groupId", GroupId(group));
                json.WriteString("memberId", UserId(user));
                rows.End();
            }
        }
    }

    // Services answer in orders of their own; rows in the order of graph/users would be easier on a reader than real ones.
    private IEnumerable<int> InAnotherOrder()
    {
        const int PrimeStride = 7919;
        for (int index = 0; index < _users; index++)
            yield return (int)((long)index * PrimeStride % _users);
    }

    private static void WriteRoleDefinitions(RowWriter rows)
    {
        for (int role = 0; role < s_roles.Length; role++)
        {
            var json = rows.Begin();
            json.WriteString("id", s_roles[role]);
            json.WriteString("templateId", s_roles[role]);
            json.WriteString("displayName", role == 0 ? "Global Administrator" : $"Administrator {role}");
            json.WriteBoolean("isBuiltIn", true);
            json.WriteBoolean("isEnabled", true);
            rows.End();
        }
    }

    // Administrators are spread over the whole file, as people join over the years.
    private int AdministratorStride => Math.Max(1, Math.Min(1000, _users / SmallestTenant));

    private void WriteRoleAssignments(RowWriter rows, int parity)
    {
        // Ten are Global Administrators, the others share the remaining roles; one role comes through a group as well.
        for (int administrator = parity; administrator * AdministratorStride < _users; administrator += 2)
        {
            string role = s_roles[administrator < 10 ? 0 : 1 + (administrator % (s_roles.Length - 1))];
            WriteRoleAssignment(rows, role, UserId(administrator * AdministratorStride), "#microsoft.graph.user");
        }

        WriteRoleAssignment(rows, s_roles[5], GroupId(ExplicitGroups), "#microsoft.graph.group");
    }

    private static void WriteRoleAssignment(RowWriter rows, string role, Guid principal, string type)
    {
        var json = rows.Begin();
        json.WriteString("id", $"{role}-{principal}");
        json.WriteString("principalId", principal);
        json.WriteString("roleDefinitionId", role);
        json.WriteString("directoryScopeId", "/");
        json.WriteString("assignmentType", "Assigned");
        json.WriteString("memberType", "Direct");
        json.WriteStartObject("principal");
        json.WriteString("@odata.type", type);
        json.WriteString("id", principal);
        json.WriteEndObject();
        rows.End();
    }

    private void WritePolicies(RowWriter rows)
    {
        const string Mfa = """{"operator":"OR","builtInControls":["mfa"]}""";
        const string MfaAndPassword = """{"operator":"AND","builtInControls":["mfa","passwordChange"]}""";
        const string Block = """{"operator":"OR","builtInControls":["block"]}""";
        const string Legacy = """["exchangeActiveSync","other"]""";
        var (staff, division, otherDivision) = (GroupId(0), GroupId(1), GroupId(2));
        var (legacy, pilot, breakGlass) = (GroupId(13), GroupId(14), GroupId(15));
        string roles = string.Join(',', s_roles.Select(role => $"\"{role}\""));

        Write("MFA for administrators", $$"""{"includeRoles":[{{roles}}],"excludeGroups":["{{breakGlass}}"]}""", Mfa);
        Write("MFA for staff", $$"""{"includeGroups":["{{staff}}"],"excludeGroups":["{{breakGlass}}","{{pilot}}"]}""", Mfa);
        Write("MFA for divisions", $$"""{"includeGroups":["{{division}}","{{otherDivision}}"],"excludeRoles":["{{GlobalAdministrator}}"]}""", Mfa);
        Write("MFA for guests", """{"includeUsers":["GuestsOrExternalUsers"]}""", Mfa);
        Write("MFA for everyone, tried out", """{"includeUsers":["All"]}""", Mfa, state: "enabledForReportingButNotEnforced");
        Write("Block legacy authentication", $$"""{"includeUsers":["All"],"excludeGroups":["{{legacy}}","{{breakGlass}}"]}""", Block, clientAppTypes: Legacy);
        Write("Block legacy authentication, switched off", """{"includeUsers":["All"]}""", Block, clientAppTypes: Legacy, state: "disabled");
        Write("User risk", $$"""{"includeGroups":["{{staff}}"],"excludeGroups":["{{breakGlass}}"]}""", MfaAndPassword, userRisk: """["high"]""");
        Write("Sign-in risk", $$"""{"includeUsers":["All"],"excludeGroups":["{{division}}"]}""", Mfa, signInRisk: """["high","medium"]""");
        for (int team = 0; team < Teams; team++)
            Write($"MFA for team {team}", $$"""{"includeGroups":["{{GroupId(ExplicitGroups + team)}}","{{GroupId(3 + (team % 10))}}"]}""", Mfa);

        void Write(
            string name, string users, string grant, string clientAppTypes = """["all"]""", string state = "enabled", string userRisk = "[]", string signInRisk = "[]") =>
            rows.Write($$"""
                {"id":"{{Id(3, (int)rows.Count)}}","displayName":"{{name}}","state":"{{state}}","conditions":{"users":{{users}},"clientAppTypes":{{clientAppTypes}},
                "applications":{"includeApplications":["All"]},"userRiskLevels":{{userRisk}},"signInRiskLevels":{{signInRisk}}},"grantControls":{{grant}}}
                """.ReplaceLineEndings(""));
    }

    // The presets of the sample, for two of the largest groups.
    private void WritePresets(string resource)
    {
        var rules = ReadSample(resource);
        WriteRows(resource, writer =>
        {
            for (int rule = 0; rule < rules.Count; rule++)
            {
                var preset = rules[rule]!.AsObject();
                foreach (string condition in (ReadOnlySpan<string>)["SentTo", "SentToMemberOf", "RecipientDomainIs"])
                {
                    preset[condition] = null;
                    preset["ExceptIf" + condition] = null;
                }

                preset["SentToMemberOf"] = new JsonArray(MailOf(FirstMailGroup + 3 + rule));
                writer.Write(preset.ToJsonString());
            }
        });
    }

    private JsonArray ReadSample(string resource) => JsonNode.Parse(File.ReadAllBytes(Path.Combine(_folder, resource + ".json")))!.AsArray();

    private void WriteMailProtection(int feature)
    {
        var (property, policies, rules) = s_mailProtection[feature];
        var rows = ReadSample(policies);
        var custom = rows.First(row => IsTrue(row!, "IsDefault") || IsTrue(row!, "IsBuiltInProtection"))!.DeepClone().AsObject();
        custom["IsDefault"] = false;
        custom["IsBuiltInProtection"] = false;
        custom.Remove("RecommendedPolicyType");
        int count = MailGroups / s_mailProtection.Length;
        WriteRows(policies, writer =>
        {
            foreach (var row in rows)
                writer.Write(row!.ToJsonString());
            for (int policy = 0; policy < count; policy++)
                writer.Write(Named(custom, policy));
        });
        WriteRows(rules, writer =>
        {
            for (int policy = 0; policy < count; policy++)
            {
                int group = (policy * s_mailProtection.Length) + feature;
                writer.Write($$"""
                    {"Name":"Rule {{policy}}","Identity":"Rule {{policy}}","State":"Enabled","Priority":{{policy}},"{{property}}":"Policy {{policy}}",
                    "SentTo":[],"SentToMemberOf":["{{MailOf(FirstMailGroup + group)}}"],"RecipientDomainIs":[],
                    "ExceptIfSentTo":["{{UserPrincipalName(policy)}}"],"ExceptIfSentToMemberOf":["{{MailOf(FirstMailGroup + ((group + 1) % MailGroups))}}"],"ExceptIfRecipientDomainIs":[]}
                    """.ReplaceLineEndings(""));
            }
        });

        static bool IsTrue(JsonNode row, string name) => row[name]?.GetValue<bool>() == true;

        static string Named(JsonObject policy, int number)
        {
            foreach (string property in (ReadOnlySpan<string>)["Name", "Identity", "Id"])
                policy[property] = $"Policy {number}";
            return policy.ToJsonString();
        }
    }

    private static bool IsGuest(int user) => Is(user, Trait.Guest, 100);

    private static bool Is(int user, Trait trait, int perMille) => (int)(Draw(user, trait) % 1000) < perMille;

    private static ulong Draw(int user, Trait trait) => Mix(((ulong)user << 8) | (uint)trait);

    /// <summary>The finaliser of SplitMix64: neighbours come out unrelated, on every platform and version alike.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    private static Guid Id(int kind, int index)
    {
        var value = new UInt128(Mix((ulong)kind << 32 | (uint)index), Mix((ulong)(kind + 100) << 32 | (uint)index));
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128LittleEndian(bytes, value);
        return new Guid(bytes);
    }

    private static Guid UserId(int user) => Id(1, user);

    private static Guid GroupId(int group) => Id(2, group);

    private static string UserPrincipalName(int user) => $"firstname.lastname{user}@contoso.example";

    private static string MailOf(int group) => $"group{group}@contoso.example";

    private static string DisplayName(int user) => $"Firstname Lastname {user} (Département)";

    private static DateTimeOffset Date(int index) => DateTimeOffset.UnixEpoch.AddYears(50).AddMinutes(index);

    /// <summary>One JSON object a line.</summary>
    private sealed class RowWriter(string file) : IDisposable
    {
        private readonly FileStream _stream = Create(file);
        // Services write letters as they are, not as escape sequences.
        private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

        public long Count { get; private set; }

        public Utf8JsonWriter Begin()
        {
            _json.Reset(_stream);
            _json.WriteStartObject();
            return _json;
        }

        public void End()
        {
            _json.WriteEndObject();
            Finish();
        }

        public void Write(string row)
        {
            _json.Reset(_stream);
            _json.WriteRawValue(row);
            Finish();
        }

        public void Dispose()
        {
            _json.Dispose();
            _stream.Dispose();
        }

        private static FileStream Create(string file)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        }

        private void Finish()
        {
            _json.Flush();
            _stream.WriteByte((byte)'\n');
            Count++;
        }
    }
}
