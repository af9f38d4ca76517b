using System.Management.Automation;
using SecureScore.Engine;
using SecureScore.PowerShell.Pipeline;

namespace SecureScore.PowerShell;

/// <summary>The controls that a cmdlet is asked to change: all that came down the pipeline, or those that a parameter names.</summary>
internal sealed class ControlRows
{
    private readonly List<ControlRow> _rows = [];
    private readonly List<SecureScoreException> _unusable = [];
    private int _piped;
    private bool _isAsked;

    /// <summary>The controls, in their order.</summary>
    public IReadOnlyList<ControlRow> Rows => _rows;

    /// <summary>How many objects of the pipeline were no controls.</summary>
    public int Unusable => _unusable.Count;

    /// <summary>Takes an object of the pipeline, or what a parameter names where there is none.</summary>
    public void Add(string[] ids, PSObject? input)
    {
        _isAsked = true;
        if (input is null)
        {
            _rows.AddRange(ids.Select(ControlRow.Named));
            return;
        }

        _piped++;
        if (ControlRow.IsEmpty(input))
            return;

        try
        {
            _rows.Add(ControlRow.Piped(input, _piped));
        }
        catch (SecureScoreException exception)
        {
            _unusable.Add(exception);
        }
    }

    /// <summary>Tells what was no control.</summary>
    /// <returns>Whether there is anything to do.</returns>
    /// <exception cref="SecureScoreException"><c>DecisionRowInvalid</c>: nothing was named at all.</exception>
    public async Task<bool> CheckAsync(PipelineWriter pipeline)
    {
        // A file without the column lacks it in every row: the first one tells.
        if (_unusable.Count > 0)
            await pipeline.WriteErrorAsync(Errors.From(_unusable[0])).ConfigureAwait(false);
        // A pipeline without objects asks for nothing.
        if (_isAsked && _rows.Count == 0 && _piped == 0)
            throw new SecureScoreException(ErrorIds.DecisionRowInvalid, "No control is named. Give its -Id, or send controls or rows of a CSV file down the pipeline.");
        return _rows.Count > 0;
    }
}
