using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using SecureScore.Emulator;
using SecureScore.Emulator.Faults;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Ports;
using SecureScore.Engine.Tenants;
using SecureScore.Microsoft365.Tests.Collecting;

namespace SecureScore.Microsoft365.Tests.SignIn;

/// <summary>Nothing of a sign-in is in anything that a whole run tells or leaves behind.</summary>
public sealed partial class WholeRunTests : IDisposable
{
    private const string Secret = "marked~secret~of~the~application";

    private readonly string _folder = Directory.CreateTempSubdirectory("securescore-").FullName;
    private readonly EmulatedTenant _tenant = new(TenantSnapshot.Open(Collection.SampleFolder));
    private readonly RecordingObserver _observer = new();
    private readonly ConcurrentBag<string> _proofs = [];
    private readonly List<string> _told = [];
    private readonly string _client = Guid.NewGuid().ToString();

    public void Dispose()
    {
        _tenant.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_proof_is_in_anything_that_is_told_or_kept(bool isCertificate)
    {
        using var certificate = Certificates.Create();
        using var other = Certificates.Create();
        using var key = certificate.GetRSAPrivateKey()!;
        _proofs.Add(Secret);
        _proofs.Add(Convert.ToBase64String(certificate.RawData)[..60]);
        _proofs.Add(Convert.ToBase64String(key.ExportPkcs8PrivateKey())[40..100]);
        _tenant.Register(new EmulatedApplication(_client)
        {
            Secret = Secret,
            Certificate = certificate,
            Permissions = EmulatedTenant.ReadPermissions,
            DirectoryRoles = ["f2ef992c-3afb-46b9-b7cf-a126ee74c451"],
        });
        SignInMethod right = isCertificate ? new CertificateSignIn(certificate) : new ClientSecretSignIn(Tokens.Secure(Secret));
        SignInMethod wrong = isCertificate ? new CertificateSignIn(other) : new ClientSecretSignIn(Tokens.Secure(Secret + "."));

        // What is refused, what passes in between, what is interrupted, and what succeeds.
        await FailAsync(wrong);
        using (var connection = await ConnectAsync(right))
        {
            _told.Add(connection.Session.ToString());
            foreach (int status in new[] { 401, 403, 503 })
                _tenant.Faults.Add(new EmulatedFault(FaultKind.Status) { Status = status, Probability = 0.2, Times = null, Message = "Bearer " });
            await CollectAsync(connection, "denied");
            _tenant.Faults.Clear();
            await InterruptAsync(connection, "interrupted");
            await CollectAsync(connection, "whole.zip");
            _told.AddRange((await connection.ReadAccessAsync(_observer, default)).Select(access => access.ToString()));
        }

        _told.AddRange(_observer.Messages.Concat(_observer.Warnings)
            .Concat(_observer.Requests.Select(request => request.ToString())).Concat(_observer.Progress.Select(progress => progress.ToString())));
        var kept = Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).ToArray();
        _proofs.Count.ShouldBeGreaterThan(10);
        kept.Length.ShouldBeGreaterThan(10);
        foreach (string text in _told.Concat(kept.SelectMany(TextsOf)))
            _proofs.FirstOrDefault(proof => text.Contains(proof, StringComparison.Ordinal)).ShouldBeNull(text[..Math.Min(text.Length, 200)]);
    }

    private async Task<ITenantConnection> ConnectAsync(SignInMethod method) =>
        await new TenantConnector(() => new Wiretap(_tenant.CreateHandler(), _proofs), isPatient: false).ConnectAsync(
            new SignInRequest { Method = method, TenantId = _tenant.TenantId, ClientId = _client, UseDnsOverHttps = true }, _observer, default);

    private async Task FailAsync(SignInMethod method)
    {
        try
        {
            (await ConnectAsync(method)).Dispose();
            throw new InvalidOperationException("The proof was taken.");
        }
        catch (Microsoft365.SignIn.SignInException failure)
        {
            _told.Add(failure.ToString());
        }
    }

    private async Task CollectAsync(ITenantConnection connection, string name)
    {
        using var target = WorkingSnapshot.ForExport(Path.Join(_folder, name), resume: false);
        await connection.CollectAsync(CollectionPlan.Everything(), target, _observer, default);
        _told.AddRange(target.Manifest.Resources.Values.Select(state => state.ToString()));
        target.Publish();
    }

    private async Task InterruptAsync(ITenantConnection connection, string name)
    {
        using var stop = new CancellationTokenSource();
        using var target = WorkingSnapshot.ForExport(Path.Join(_folder, name), resume: false);
        _observer.OnProgress = progress =>
        {
            if (progress.ResourcesDone > 20)
                stop.Cancel();
        };
        var failure = await Should.ThrowAsync<OperationCanceledException>(() => connection.CollectAsync(CollectionPlan.Everything(), target, _observer, stop.Token));
        _told.Add(failure.ToString());
        _observer.OnProgress = null;
    }

    private static IEnumerable<string> TextsOf(string file)
    {
        if (!file.EndsWith(".zip", StringComparison.Ordinal))
        {
            yield return File.ReadAllText(file);
            yield break;
        }

        using var zip = ZipFile.OpenRead(file);
        foreach (var entry in zip.Entries)
        {
            using var reader = new StreamReader(entry.Open());
            yield return reader.ReadToEnd();
        }
    }

    [GeneratedRegex("eyJ[\\w-]+\\.[\\w-]+\\.(?<signature>[\\w-]+)", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Signed();

    /// <summary>Keeps the signature of each token and each proof that goes by: who has it has the rest.</summary>
    private sealed class Wiretap(HttpMessageHandler inner, ConcurrentBag<string> proofs) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Keep(request.Headers.Authorization?.Parameter);
            bool isSignIn = request.RequestUri!.Host.StartsWith("login.", StringComparison.Ordinal);
            if (isSignIn && request.Content is { } form)
                Keep(await form.ReadAsStringAsync(cancellationToken));
            var response = await base.SendAsync(request, cancellationToken);
            if (isSignIn)
                Keep(await response.Content.ReadAsStringAsync(cancellationToken));
            return response;
        }

        private void Keep(string? text)
        {
            foreach (var match in Signed().Matches(text ?? "").ToArray())
                proofs.Add(match.Groups["signature"].Value);
        }
    }
}
