using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using SecureScore.Engine;
using SecureScore.Engine.Catalog;
using SecureScore.Engine.Scoring;

namespace SecureScore.PowerShell.Completion;

/// <summary>A name to complete to.</summary>
/// <param name="Name">What is put on the command line.</param>
/// <param name="Explanation">What is shown beside it.</param>
internal sealed record NameCompletion(string Name, string Explanation);

/// <summary>Completes names that the engine knows: those that begin with the word first, then those in which it occurs.</summary>
/// <remarks>It looks at the catalogue, and at the connected tenant where that was judged already; it never judges.</remarks>
public abstract class NameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string word = (wordToComplete ?? "").Trim('\'', '"');
        return Known(Source.From(fakeBoundParameters))
            .Where(known => known.Name.Contains(word, StringComparison.OrdinalIgnoreCase)
                || (FindsByExplanation && known.Explanation.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .OrderByDescending(known => known.Name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .ThenByDescending(known => known.Name.Contains(word, StringComparison.OrdinalIgnoreCase))
            .ThenBy(known => KeepsOrder ? "" : known.Name, StringComparer.OrdinalIgnoreCase)
            .Select(Result);
    }

    /// <summary>All names there are.</summary>
    private protected abstract IEnumerable<NameCompletion> Known(Source source);

    /// <summary>Whether a word of the explanation leads to the name as well.</summary>
    private protected virtual bool FindsByExplanation => false;

    /// <summary>Whether the names come in an order that says something.</summary>
    private protected virtual bool KeepsOrder => false;

    private static CompletionResult Result(NameCompletion completion)
    {
        // Ids and categories may come from a tenant: quoted they cannot become code, cleaned they cannot drive the terminal.
        string name = DisplayText.Clean(completion.Name);
        string explanation = DisplayText.Clean(completion.Explanation);
        bool isPlain = name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.');
        string text = isPlain ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";
        return new CompletionResult(text, name, CompletionResultType.ParameterValue, explanation.Length == 0 ? name : explanation);
    }

    /// <summary>What the command line names so far: an edition, and the tenant if it was judged already.</summary>
    /// <param name="Catalog">The edition.</param>
    /// <param name="Judged">The tenant as it was judged; null when it was not.</param>
    /// <param name="Store">The store that is named; null when none is.</param>
    /// <param name="Context">The tenant that is meant; null when none is connected.</param>
    internal sealed record Source(ControlCatalog Catalog, SecureScoreResult? Judged, string? Store, SecureScoreContext? Context)
    {
        /// <summary>Reads the parameters; what is no edition or context is passed over, for the cmdlet itself will say so.</summary>
        public static Source From(IDictionary? parameters)
        {
            var context = Value(parameters, "Context") as SecureScoreContext;
            if (context is null && Value(parameters, "Snapshot") is null && Value(parameters, "LiteralPath") is null)
                context = Connections.FindLast();

            string? edition = Value(parameters, "Edition") as string ?? context?.Edition;
            bool known = edition is not null && ControlCatalog.EditionNames.Contains(edition, StringComparer.OrdinalIgnoreCase);
            var catalog = known ? ControlCatalog.Get(edition!) : ControlCatalog.Default;
            return new Source(catalog, context?.FindJudged(catalog.Edition), Value(parameters, "Store") as string, context);
        }

        private static object? Value(IDictionary? parameters, string name) => parameters?[name] is PSObject wrapped ? wrapped.BaseObject : parameters?[name];
    }
}
