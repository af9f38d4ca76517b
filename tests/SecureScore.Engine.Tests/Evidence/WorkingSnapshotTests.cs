using System.Text;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Evidence;

public class WorkingSnapshotTests
{
    private const string Tenant = "11111111-2222-3333-4444-555555555555";
    private const string Link = "https://graph.microsoft.com/v1.0/users?$skiptoken=abc";

    private static readonly SnapshotManifest s_manifest = new() { TenantId = Tenant, DisplayName = "Contoso" };

    [Theory]
    [InlineData("graph/organization.json", "[{\"id\":1},{\"id\":2}]")]
    [InlineData("graph/organization.json", "[]")]
    [InlineData("graph/domains.json", "{\"id\":1}")]
    [InlineData("graph/users.jsonl.gz", "{\"id\":1}\n{\"id\":2}\n")]
    public void A_copy_keeps_the_format_that_a_snapshot_has(string file, string content)
    {
        using var folder = new SampleFolder();
        folder.With(file, file.EndsWith(".gz", StringComparison.Ordinal) ? SampleFolder.Gzip(content) : Encoding.UTF8.GetBytes(content));
        string copy = Path.Combine(folder.Path, "copy");
        string resource = file[..file.IndexOf('.', StringComparison.Ordinal)];

        using (var target = WorkingSnapshot.ForExport(copy, resume: false))
        {
            folder.Open().CopyTo(target);
            target.Publish();
        }

        File.Exists(Path.Combine(copy, file)).ShouldBeTrue();
        TenantSnapshot.Open(copy).ReadRows(resource).Select(row => Encoding.UTF8.GetString(row.Span))
            .ShouldBe(folder.Open().ReadRows(resource).Select(row => Encoding.UTF8.GetString(row.Span)));
    }

    [Theory]
    [InlineData("contoso")]
    [InlineData("contoso.snapshot.zip")]
    public void An_interrupted_export_goes_on_with_what_was_completed(string name)
    {
        using var folder = new SampleFolder();
        string path = Path.Combine(folder.Path, name);
        using (var export = WorkingSnapshot.ForExport(path, resume: false))
        {
            export.Describe(s_manifest);
            Add(export, "graph/users", SnapshotFormat.Lines, 1, 2);
            Add(export, "graph/groupMembers", SnapshotFormat.CompressedLines, 1);
            export.AddMissing(new ResourceState("graph/groups", ResourceStatus.Failed) { Error = "503" });
            using var open = export.AddResource("graph/domains", SnapshotFormat.Array);
            Write(open, 1);
        }

        Path.Exists(path).ShouldBeFalse();
        using (var export = WorkingSnapshot.ForExport(path, resume: true))
        {
            export.Describe(s_manifest);
            export.StateOf("GRAPH/users").ShouldBe(new ResourceState("graph/users", ResourceStatus.Collected) { Count = 2 });
            export.StateOf("graph/groups").Error.ShouldBe("503");
            export.StateOf("graph/domains").Status.ShouldBe(ResourceStatus.Skipped);
            Add(export, "graph/domains", SnapshotFormat.Array, 5);
            Add(export, "graph/groups", SnapshotFormat.Lines, 6, 7, 8);
            export.Publish();
        }

        var snapshot = TenantSnapshot.Open(path);
        snapshot.Manifest.TenantId.ShouldBe(Tenant);
        Rows(snapshot, "graph/users").ShouldBe([1, 2]);
        Rows(snapshot, "graph/groupMembers").ShouldBe([1]);
        Rows(snapshot, "graph/domains").ShouldBe([5]);
        Rows(snapshot, "graph/groups").ShouldBe([6, 7, 8]);
        snapshot.Resources.ShouldAllBe(state => state.Status == ResourceStatus.Collected);
        Directory.GetFileSystemEntries(folder.Path).ShouldBe([path]);
    }

    [Theory]
    [InlineData(SnapshotFormat.Array)]
    [InlineData(SnapshotFormat.Lines)]
    [InlineData(SnapshotFormat.CompressedLines)]
    public void A_resource_goes_on_at_its_last_checkpoint(SnapshotFormat format)
    {
        using var folder = new SampleFolder();
        string working = Path.Combine(folder.Path, "working");
        string killed = Path.Combine(folder.Path, "killed");
        using (var first = WorkingSnapshot.OpenOrCreate(working))
        using (var users = first.AddResource("graph/users", format))
        {
            users.Continuation.ShouldBeNull();
            Write(users, 1, 2);
            users.Checkpoint("first");
            Write(users, 3);
            users.Checkpoint(Link);
            Write(users, 4, 5);
            Kill(working, killed);
        }

        // Once closed in good order, once killed.
        foreach (string path in (string[])[working, killed])
        {
            using var again = WorkingSnapshot.OpenOrCreate(path);
            again.StateOf("graph/users").Status.ShouldBe(ResourceStatus.Skipped);
            using (var users = again.AddResource("graph/users", format))
            {
                users.Count.ShouldBe(3);
                users.Continuation.ShouldBe(Link);
                Write(users, 40, 50);
                users.Complete();
            }

            Rows(again.Open(), "graph/users").ShouldBe([1, 2, 3, 40, 50]);
            again.StateOf("graph/users").Count.ShouldBe(5);
            Directory.GetFiles(Path.Combine(path, "open"), "*", SearchOption.AllDirectories).ShouldBeEmpty();
        }
    }

    [Fact]
    public void A_process_that_is_killed_at_any_step_leaves_what_was_completed()
    {
        using var folder = new SampleFolder();
        string path = Path.Combine(folder.Path, "contoso");
        string partial = Path.Combine(folder.Path, ".contoso.partial");
        var steps = new List<(string Copy, int Completed)>();
        void Step(int completed)
        {
            string copy = Path.Combine(folder.Path, $"step{steps.Count}");
            Kill(partial, Path.Combine(copy, ".contoso.partial"));
            steps.Add((copy, completed));
        }

        using (var export = WorkingSnapshot.ForExport(path, resume: false))
        {
            Step(0);
            export.Describe(s_manifest);
            Step(0);
            for (int number = 0; number < 3; number++)
            {
                using var resource = export.AddResource($"graph/resource{number}", (SnapshotFormat)(number + 1));
                Step(number);
                Write(resource, 1, 2);
                resource.Checkpoint(Link);
                Step(number);
                Write(resource, 3);
                resource.Complete();
                Step(number + 1);
            }
        }

        // A process that dies after a file came to the snapshot and before the manifest was written.
        var last = steps[^1];
        string stale = Path.Combine(folder.Path, "stale");
        Kill(Path.Combine(last.Copy, ".contoso.partial"), Path.Combine(stale, ".contoso.partial"));
        File.Copy(
            Path.Combine(steps[1].Copy, ".contoso.partial/snapshot/manifest.json"), Path.Combine(stale, ".contoso.partial/snapshot/manifest.json"), overwrite: true);
        steps.Add((stale, 3));

        foreach (var (copy, completed) in steps)
        {
            using (var export = WorkingSnapshot.ForExport(Path.Combine(copy, "contoso"), resume: true))
            {
                export.Manifest.Resources.Values.Count(state => state.Status == ResourceStatus.Collected).ShouldBe(completed, copy);
                export.Describe(s_manifest);
                for (int number = completed; number < 3; number++)
                {
                    using var resource = export.AddResource($"graph/resource{number}", (SnapshotFormat)(number + 1));
                    resource.Count.ShouldBeOneOf(0L, 2L);
                    Write(resource, resource.Count == 0 ? [1, 2, 3] : [3]);
                    resource.Complete();
                }

                export.Publish();
            }

            var snapshot = TenantSnapshot.Open(Path.Combine(copy, "contoso"));
            snapshot.Resources.Count.ShouldBe(3);
            snapshot.Resources.ShouldAllBe(state => Rows(snapshot, state.Name).SequenceEqual(new[] { 1, 2, 3 }), copy);
            Directory.GetFileSystemEntries(copy).ShouldHaveSingleItem();
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{\"Count\":2,\"Length\":1000,\"Continuation\":\"x\"}")]
    [InlineData("{\"Count\":-1,\"Length\":5,\"Continuation\":\"x\"}")]
    [InlineData("{\"Count\":2,\"Length\":5}")]
    public void A_checkpoint_that_cannot_be_trusted_is_none(string checkpoint)
    {
        using var folder = new SampleFolder();
        using (var first = WorkingSnapshot.OpenOrCreate(folder.Snapshot))
        using (var users = first.AddResource("graph/users", SnapshotFormat.Lines))
        {
            Write(users, 1, 2);
            users.Checkpoint(Link);
        }

        File.WriteAllText(Path.Combine(folder.Snapshot, "open/graph/users.jsonl.checkpoint"), checkpoint);

        using var again = WorkingSnapshot.OpenOrCreate(folder.Snapshot);
        Add(again, "graph/users", SnapshotFormat.Lines, 7);
        Rows(again.Open(), "graph/users").ShouldBe([7]);
    }

    [Fact]
    public void A_checkpoint_from_which_the_service_does_not_go_on_is_given_up()
    {
        using var evidence = WorkingSnapshot.CreateTemporary();
        using (var users = evidence.AddResource("graph/users", SnapshotFormat.Lines))
        {
            Write(users, 1, 2);
            users.Checkpoint(Link);
        }

        evidence.AddMissing(new ResourceState("graph/users", ResourceStatus.Failed) { Error = "410" });
        using (var users = evidence.AddResource("graph/users", SnapshotFormat.Lines))
        {
            users.Continuation.ShouldBe(Link);
            Write(users, 3);
            users.Restart();
            users.Count.ShouldBe(0);
            users.Continuation.ShouldBeNull();
            Write(users, 9);
            users.Complete();
        }

        Rows(evidence.Open(), "graph/users").ShouldBe([9]);
    }

    [Fact]
    public void An_export_that_does_not_resume_begins_anew()
    {
        using var folder = new SampleFolder();
        using (var former = WorkingSnapshot.ForExport(folder.Snapshot, resume: false))
        {
            former.Describe(s_manifest with { TenantId = "another" });
            Add(former, "graph/users", SnapshotFormat.Lines, 1);
        }

        using var export = WorkingSnapshot.ForExport(folder.Snapshot, resume: false);
        export.Describe(s_manifest);
        export.Manifest.Resources.ShouldBeEmpty();
        export.Publish();
        folder.Open().Resources.ShouldBeEmpty();
    }

    [Fact]
    public void Two_tenants_are_not_mixed()
    {
        using var folder = new SampleFolder();
        using (var former = WorkingSnapshot.ForExport(folder.Snapshot, resume: false))
        {
            former.Describe(s_manifest);
            Add(former, "graph/users", SnapshotFormat.Lines, 1);
        }

        using var export = WorkingSnapshot.ForExport(folder.Snapshot, resume: true);
        var exception = Should.Throw<SnapshotException>(() => export.Describe(s_manifest with { TenantId = "99999999-2222-3333-4444-555555555555" }));
        exception.ErrorId.ShouldBe("SnapshotOtherTenant");
        exception.Message.ShouldContain(Tenant);
        export.Describe(s_manifest with { TenantId = Tenant.ToUpperInvariant() });
    }

    [Fact]
    public void Two_exports_to_one_path_do_not_meet()
    {
        using var folder = new SampleFolder();
        using (var export = WorkingSnapshot.ForExport(folder.Snapshot, resume: false))
        {
            Add(export, "graph/users", SnapshotFormat.Lines, 1);
            foreach (bool resume in (bool[])[false, true])
                Should.Throw<SnapshotException>(() => WorkingSnapshot.ForExport(folder.Snapshot, resume)).ErrorId.ShouldBe("SnapshotInUse");
            Rows(export.Open(), "graph/users").ShouldBe([1]);
        }

        using var next = WorkingSnapshot.ForExport(folder.Snapshot, resume: true);
        next.StateOf("graph/users").Count.ShouldBe(1);
    }

    [Fact]
    public void What_is_no_unfinished_snapshot_is_not_cleared()
    {
        using var folder = new SampleFolder().With("../.contoso.partial/notes.txt", "mine");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(folder.Path, ".contoso.partial"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        foreach (bool resume in (bool[])[false, true])
        {
            var exception = Should.Throw<SnapshotException>(() => WorkingSnapshot.ForExport(folder.Snapshot, resume));
            exception.ErrorId.ShouldBe("SnapshotNotReplaced");
            exception.Message.ShouldContain("'notes.txt'");
        }

        File.Exists(Path.Combine(folder.Path, ".contoso.partial/notes.txt")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("link")]
    [InlineData("inner link")]
    [InlineData("readable")]
    public void A_folder_that_somebody_else_prepared_is_not_used(string trick)
    {
        if (OperatingSystem.IsWindows())
            return;

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        using var folder = new SampleFolder();
        string partial = Path.Combine(folder.Path, ".contoso.partial");
        string victim = Directory.CreateDirectory(Path.Combine(folder.Path, "victim"), Owner).FullName;
        string precious = Directory.CreateDirectory(Path.Combine(victim, "snapshot"), Owner).FullName + "/precious";
        File.WriteAllText(precious, "");
        if (trick == "link")
            Directory.CreateSymbolicLink(partial, victim);
        else
            Directory.CreateDirectory(partial, trick == "readable" ? Owner | UnixFileMode.OtherRead : Owner);
        if (trick == "inner link")
            Directory.CreateSymbolicLink(Path.Combine(partial, "snapshot"), victim);

        foreach (bool resume in (bool[])[false, true])
            Should.Throw<SnapshotException>(() => WorkingSnapshot.ForExport(folder.Snapshot, resume)).ErrorId.ShouldBe("SnapshotNotReplaced");
        File.Exists(precious).ShouldBeTrue();
    }

    [Fact]
    public void Nothing_collected_leaves_nothing()
    {
        using var folder = new SampleFolder();
        WorkingSnapshot.ForExport(folder.Snapshot, resume: false).Dispose();
        Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void A_temporary_one_is_the_owners_and_goes()
    {
        var evidence = WorkingSnapshot.CreateTemporary();
        Add(evidence, "graph/users", SnapshotFormat.Lines, 1);
        evidence.Open();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(evidence.Location).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            foreach (string file in Directory.GetFiles(evidence.Location, "*", SearchOption.AllDirectories))
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }

        evidence.Dispose();
        Directory.Exists(evidence.Location).ShouldBeFalse();
        evidence.Dispose();
    }

    [Fact]
    public void Temporary_folders_of_processes_that_died_are_removed_and_others_stay()
    {
        using var folder = new SampleFolder();
        string dead = Path.Combine(folder.Path, "securescore-evidence-dead");
        string live = Path.Combine(folder.Path, "securescore-evidence-live");
        string foreign = Path.Combine(folder.Path, "securescore-evidence-foreign");
        string link = Path.Combine(folder.Path, "securescore-evidence-link");
        string victim = Path.Combine(folder.Path, "victim");
        using (var dying = WorkingFolder.Take(dead))
            File.WriteAllText(Path.Combine(dying.Open, "users.jsonl"), "{}");
        WorkingFolder.Take(victim).Dispose();
        using (WorkingFolder.Take(foreign))
            File.WriteAllText(Path.Combine(foreign, "thesis.doc"), "");
        if (!OperatingSystem.IsWindows())
            Directory.CreateSymbolicLink(link, victim);
        using var living = WorkingFolder.Take(live);

        WorkingFolder.RemoveAbandoned(folder.Path, Directory.GetCreationTimeUtc(dead));
        Directory.Exists(dead).ShouldBeTrue("it is too young to be abandoned");
        WorkingFolder.RemoveAbandoned(folder.Path, DateTime.MaxValue);

        Directory.Exists(dead).ShouldBeFalse();
        Directory.Exists(live).ShouldBeTrue();
        File.Exists(Path.Combine(foreign, "thesis.doc")).ShouldBeTrue();
        Directory.Exists(victim).ShouldBeTrue();
    }

    [Fact]
    public void A_renewed_one_leaves_the_former_whole()
    {
        using var former = WorkingSnapshot.CreateTemporary();
        former.Describe(s_manifest);
        Add(former, "graph/users", SnapshotFormat.Lines, 1);
        Add(former, "graph/groups", SnapshotFormat.CompressedLines, 2);
        former.AddMissing(new ResourceState("graph/domains", ResourceStatus.Denied));
        var older = former.Open();

        using (var renewed = former.Renew(["GRAPH/USERS"]))
        {
            renewed.Manifest.TenantId.ShouldBe(Tenant);
            renewed.StateOf("graph/users").Status.ShouldBe(ResourceStatus.Skipped);
            renewed.StateOf("graph/domains").Status.ShouldBe(ResourceStatus.Denied);
            Add(renewed, "graph/users", SnapshotFormat.Lines, 10);
            Add(renewed, "graph/domains", SnapshotFormat.Lines, 11);
            var newer = renewed.Open();
            Rows(newer, "graph/users").ShouldBe([10]);
            Rows(newer, "graph/groups").ShouldBe([2]);
        }

        Rows(older, "graph/users").ShouldBe([1]);
        Rows(older, "graph/groups").ShouldBe([2]);
    }

    [Fact]
    public void What_is_read_does_not_change_while_more_is_collected()
    {
        using var evidence = WorkingSnapshot.CreateTemporary();
        evidence.AddMissing(new ResourceState("graph/users", ResourceStatus.Failed));
        var before = evidence.Open();
        Add(evidence, "graph/users", SnapshotFormat.Lines, 1);
        Add(evidence, "graph/groups", SnapshotFormat.Lines, 1);

        before.StateOf("graph/users").Status.ShouldBe(ResourceStatus.Failed);
        before.StateOf("graph/groups").Status.ShouldBe(ResourceStatus.Skipped);
        Rows(evidence.Open(), "graph/users").ShouldBe([1]);
    }

    [Fact]
    public async Task Resources_are_added_by_several_threads_at_once()
    {
        using var evidence = WorkingSnapshot.OpenOrCreate(Path.Combine(Directory.CreateTempSubdirectory("working-").FullName, "x"));
        await Parallel.ForEachAsync(Enumerable.Range(0, 40), async (number, _) =>
        {
            await Task.Yield();
            Add(evidence, $"graph/resource{number}", SnapshotFormat.Lines, number);
        });

        var snapshot = evidence.Open();
        snapshot.Resources.Count.ShouldBe(40);
        for (int number = 0; number < 40; number++)
            Rows(snapshot, $"graph/resource{number}").ShouldBe([number]);
        evidence.Dispose();
        Directory.Delete(Path.GetDirectoryName(evidence.Location)!, recursive: true);
    }

    [Fact]
    public void Misuse_is_told()
    {
        using var evidence = WorkingSnapshot.CreateTemporary();
        using var users = evidence.AddResource("graph/users", SnapshotFormat.Lines);

        Should.Throw<ArgumentException>(() => evidence.AddResource("graph/USERS", SnapshotFormat.Lines));
        Should.Throw<ArgumentException>(() => evidence.AddMissing(new ResourceState("graph/users", ResourceStatus.Failed)));
        Should.Throw<InvalidOperationException>(evidence.Publish);
        users.Complete();
        Should.Throw<ArgumentException>(() => evidence.AddResource("graph/users", SnapshotFormat.Lines));
    }

    // What a process that is killed now would leave: everything but its lock.
    private static void Kill(string folder, string copy)
    {
        foreach (string path in Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories).Prepend(folder))
        {
            string target = Path.Combine(copy, Path.GetRelativePath(folder, path));
            if (Directory.Exists(path))
                OwnerOnly.CreateFolder(target);
            else if (Path.GetFileName(path) != "lock")
                File.Copy(path, target);
        }
    }

    private static void Add(WorkingSnapshot evidence, string resource, SnapshotFormat format, params int[] rows)
    {
        using var writer = evidence.AddResource(resource, format);
        Write(writer, rows);
        writer.Complete();
    }

    private static void Write(SnapshotResourceWriter writer, params int[] rows)
    {
        foreach (int row in rows)
            writer.WriteRow(Encoding.UTF8.GetBytes($"{{\"number\":{row}}}"));
    }

    private static int[] Rows(TenantSnapshot snapshot, string resource) => [.. snapshot.ReadObjects(resource).Select(row => (int)row.RequiredNumber("number"))];
}
