using System.Globalization;
using System.Text.Json;
using SecureScore.Emulator.Http;

namespace SecureScore.Emulator.Graph;

/// <summary>What a request asks of a list. What cannot be answered makes <see cref="Error"/>.</summary>
internal sealed class GraphQuery
{
    private static readonly string[] s_known =
        ["$select", "$filter", "$top", "$count", "$skiptoken", "$expand", "$orderby", "$format", "api-version"];

    public string? Error { get; private init; }

    public string ErrorCode { get; private init; } = "BadRequest";

    public int PageSize { get; private set; }

    public bool Counts { get; private set; }

    public Func<JsonElement, bool>? Filter { get; private set; }

    /// <summary>Whether a property is wanted; null when all are.</summary>
    public Func<string, bool>? Wanted { get; private set; }

    public int Cost { get; private set; }

    /// <summary>Whether the sign-ins of people are asked for, which takes a permission more and gives shorter pages.</summary>
    public bool WantsActivity { get; private set; }

    public static GraphQuery Read(EmulatedRequest request, GraphResource resource, int? pageLimit)
    {
        var parameters = request.Query;
        string? unknown = parameters.Keys.FirstOrDefault(name => name.StartsWith('$') && !s_known.Contains(name, StringComparer.OrdinalIgnoreCase));
        if (unknown is not null)
            return new GraphQuery { Error = $"Query option '{unknown}' was not recognized." };

        var selected = Names(parameters, "$select");
        var expanded = Names(parameters, "$expand");
        var query = new GraphQuery
        {
            Cost = Math.Max(1, resource.Cost - (selected is null ? 0 : 1) + (expanded is null ? 0 : 1)),
        };
        return query.ReadTop(parameters, resource, selected, pageLimit)
            ?? query.ReadExpand(resource, selected, expanded)
            ?? query.ReadFilter(request, parameters, resource)
            ?? query;
    }

    private static string[]? Names(Dictionary<string, string> parameters, string option) =>
        parameters.TryGetValue(option, out string? names) ? names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : null;

    private GraphQuery? ReadTop(Dictionary<string, string> parameters, GraphResource resource, string[]? selected, int? pageLimit)
    {
        WantsActivity = selected?.Contains("signInActivity", StringComparer.OrdinalIgnoreCase) == true;
        int maximum = WantsActivity ? Math.Min(500, resource.MaximumPage) : resource.MaximumPage;
        int size = resource.DefaultPage;
        if (parameters.TryGetValue("$top", out string? top))
        {
            if (!int.TryParse(top, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size == 0)
                return new GraphQuery { Error = $"Invalid value '{top}' for $top query option found." };

            if (size > maximum && !resource.CutsTop && !WantsActivity)
            {
                return new GraphQuery
                {
                    Error = $"Invalid page size specified: '{size}'. Must be between 1 and {maximum} inclusive.",
                    ErrorCode = "Request_UnsupportedQuery",
                };
            }

            if (size < 20)
                Cost = Math.Max(1, Cost - 1);
        }

        size = size == 0 ? int.MaxValue : Math.Min(size, maximum);
        PageSize = Math.Min(size, pageLimit ?? int.MaxValue);
        return null;
    }

    private GraphQuery? ReadExpand(GraphResource resource, string[]? selected, string[]? expanded)
    {
        string? unknown = expanded?.FirstOrDefault(name => !resource.Navigation.Contains(Base(name), StringComparer.OrdinalIgnoreCase));
        if (unknown is not null)
            return new GraphQuery { Error = $"Parsing OData Select and Expand failed: Could not find a property named '{Base(unknown)}'." };

        if (expanded?.Length > 1)
            return new GraphQuery { Error = "The request has too many $expand clauses; only one is supported." };

        string[] hidden = [.. resource.Navigation.Except((expanded ?? []).Select(Base), StringComparer.OrdinalIgnoreCase)];
        string[]? names = selected ?? (resource.DefaultProperties.Length > 0 ? resource.DefaultProperties : null);
        if (names is null)
        {
            Wanted = hidden.Length == 0 ? null : name => !hidden.Contains(name, StringComparer.OrdinalIgnoreCase);
        }
        else
        {
            var wanted = new HashSet<string>(names.Concat((expanded ?? []).Select(Base)), StringComparer.OrdinalIgnoreCase);
            Wanted = name => wanted.Contains(name) || name.StartsWith("@odata", StringComparison.Ordinal);
        }

        return null;
    }

    private GraphQuery? ReadFilter(EmulatedRequest request, Dictionary<string, string> parameters, GraphResource resource)
    {
        bool isEventual = "eventual".Equals(request.Header("ConsistencyLevel"), StringComparison.OrdinalIgnoreCase);
        Counts = resource.IsDirectoryObject && isEventual && parameters.TryGetValue("$count", out string? count)
            && count.Equals("true", StringComparison.OrdinalIgnoreCase);
        if (!parameters.TryGetValue("$filter", out string? text))
            return null;

        try
        {
            var (matches, isAdvanced) = GraphFilter.Parse(text);
            if (isAdvanced && resource.IsDirectoryObject && !Counts && !(isEventual && request.Path.EndsWith("/$count", StringComparison.Ordinal)))
            {
                return new GraphQuery
                {
                    Error = "Operator is not supported without the ConsistencyLevel header and $count.",
                    ErrorCode = "Request_UnsupportedQuery",
                };
            }

            Filter = matches;
            return null;
        }
        catch (FormatException exception)
        {
            return new GraphQuery { Error = "Invalid filter clause: " + exception.Message };
        }
    }

    private static string Base(string name) => name.Split('(')[0];
}
