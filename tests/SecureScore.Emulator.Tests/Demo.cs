using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json;
using SecureScore.Engine.Evidence;
using SecureScore.Engine.Tenants;

namespace SecureScore.Emulator.Tests;

/// <summary>The sample tenant, and requests to it.</summary>
internal sealed class Demo : IDisposable
{
    private readonly HttpClient _client;

    public Demo(EmulatorOptions? options = null)
        : this(TenantSnapshot.Open(SampleFolder), options)
    {
    }

    public Demo(TenantSnapshot snapshot, EmulatorOptions? options = null)
    {
        Tenant = new EmulatedTenant(snapshot, options);
        _client = new HttpClient(Tenant.CreateHandler()) { Timeout = TimeSpan.FromSeconds(30) };
        Token = Tenant.IssueToken(TenantService.Graph);
    }

    /// <summary>The sample tenant, asked by an application that may change everything.</summary>
    public static Demo ToWrite(EmulatorOptions? options = null, TenantSnapshot? snapshot = null)
    {
        var demo = snapshot is null ? new Demo(options) : new Demo(snapshot, options);
        demo.Token = demo.Tenant.IssueToken(TenantService.Graph, demo.Tenant.AllowWriting(demo.Tenant.Application));
        return demo;
    }

    public static string SampleFolder { get; } = Path.Join(
        typeof(Demo).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(pair => pair.Key == "RepositoryRoot").Value!, "samples", "contoso");

    public EmulatedTenant Tenant { get; }

    /// <summary>The token that requests have; null for none.</summary>
    public string? Token { get; set; }

    public Task<Answer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync("GET", path, content: null, headers);

    public Task<Answer> PatchAsync(string path, string content) => SendAsync("PATCH", path, content);

    public Task<Answer> PostAsync(string path, string content, params (string Name, string Value)[] headers) => SendAsync("POST", path, content, headers);

    public async Task<Answer> SendAsync(string method, string path, string? content, params (string Name, string Value)[] headers)
    {
        string address = path.StartsWith("http", StringComparison.Ordinal) ? path : "https://graph.microsoft.com" + path;
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (content is not null)
            request.Content = new StringContent(content, Encoding.UTF8, "application/json");
        if (Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);

        using var response = await _client.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    public async Task<Answer> PostFormAsync(string address, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await _client.PostAsync(new Uri(address), form);
        return await Answer.ReadAsync(response);
    }

    public Task<Answer> InvokeAsync(string cmdlet, string parameters = "{}", string query = "", params (string Name, string Value)[] headers) =>
        PostAsync(
            $"https://outlook.office365.com/adminapi/beta/{Tenant.TenantId}/InvokeCommand{query}",
            $$$"""{"CmdletInput":{"CmdletName":"{{{cmdlet}}}","Parameters":{{{parameters}}}}}""",
            headers);

    public void Dispose()
    {
        _client.Dispose();
        Tenant.Dispose();
    }
}

/// <summary>An answer that was read to its end.</summary>
internal sealed record Answer(int Status, string Text, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public IReadOnlyList<JsonElement> Rows => [.. Json.GetProperty("value").EnumerateArray()];

    public string? NextLink => Json.TryGetProperty("@odata.nextLink", out var link) ? link.GetString() : null;

    public string ErrorCode => Json.GetProperty("error").GetProperty("code").GetString()!;

    public string ErrorMessage => Json.GetProperty("error").GetProperty("message").GetString()!;

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) =>
        new((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
}

internal static class JsonElementExtensions
{
    public static bool Has(this JsonElement row, string property) => row.TryGetProperty(property, out _);
}
