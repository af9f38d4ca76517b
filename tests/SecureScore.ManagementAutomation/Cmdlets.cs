using System.Management.Automation.Internal;

namespace System.Management.Automation.Internal
{
    public abstract class InternalCommand
    {
        private protected InternalCommand()
        {
        }
    }
}

namespace System.Management.Automation
{
    /// <summary>Where a cmdlet's calls go. The recording one belongs to the tests.</summary>
    public interface ICommandRuntime
    {
        void WriteDebug(string text);

        void WriteError(ErrorRecord errorRecord);

        void WriteObject(object sendToPipeline);

        void WriteObject(object sendToPipeline, bool enumerateCollection);

        void WriteProgress(ProgressRecord progressRecord);

        void WriteVerbose(string text);

        void WriteWarning(string text);

        bool ShouldProcess(string target, string action);

        void ThrowTerminatingError(ErrorRecord errorRecord);
    }

    public abstract class Cmdlet : InternalCommand
    {
        public ICommandRuntime CommandRuntime { get; set; } = null!;

        public void WriteDebug(string text) => CommandRuntime.WriteDebug(text);

        public void WriteError(ErrorRecord errorRecord) => CommandRuntime.WriteError(errorRecord);

        public void WriteObject(object sendToPipeline) => CommandRuntime.WriteObject(sendToPipeline);

        public void WriteObject(object sendToPipeline, bool enumerateCollection) =>
            CommandRuntime.WriteObject(sendToPipeline, enumerateCollection);

        public void WriteProgress(ProgressRecord progressRecord) => CommandRuntime.WriteProgress(progressRecord);

        public void WriteVerbose(string text) => CommandRuntime.WriteVerbose(text);

        public void WriteWarning(string text) => CommandRuntime.WriteWarning(text);

        public bool ShouldProcess(string target, string action) => CommandRuntime.ShouldProcess(target, action);

        public void ThrowTerminatingError(ErrorRecord errorRecord) => CommandRuntime.ThrowTerminatingError(errorRecord);

        protected virtual void BeginProcessing()
        {
        }

        protected virtual void ProcessRecord()
        {
        }

        protected virtual void EndProcessing()
        {
        }

        protected virtual void StopProcessing()
        {
        }
    }

    public abstract class PSCmdlet : Cmdlet
    {
        public string ParameterSetName { get; internal set; } = "";

        public InvocationInfo MyInvocation { get; internal set; } = new();

        public SessionState SessionState { get; internal set; } = new();
    }

    public class InvocationInfo
    {
        internal InvocationInfo()
        {
        }

        public Dictionary<string, object> BoundParameters { get; } = new(StringComparer.OrdinalIgnoreCase);

        public bool ExpectingInput { get; internal set; }
    }

    public struct SwitchParameter : IEquatable<SwitchParameter>
    {
        private readonly bool _isPresent;

        public SwitchParameter(bool isPresent) => _isPresent = isPresent;

        public bool IsPresent => _isPresent;

        public static implicit operator bool(SwitchParameter switchParameter) => switchParameter.IsPresent;

        public static implicit operator SwitchParameter(bool value) => new(value);

        public static bool operator ==(SwitchParameter first, SwitchParameter second) => first.Equals(second);

        public static bool operator !=(SwitchParameter first, SwitchParameter second) => !first.Equals(second);

        public override bool Equals(object? obj) => obj is SwitchParameter other && other._isPresent == _isPresent;

        bool IEquatable<SwitchParameter>.Equals(SwitchParameter other) => other._isPresent == _isPresent;

        public override int GetHashCode() => _isPresent.GetHashCode();
    }

    public class PSObject
    {
        public PSObject(object obj) => BaseObject = obj;

        public object BaseObject { get; }
    }

    public enum ProgressRecordType
    {
        Processing,
        Completed,
    }

    public class ProgressRecord
    {
        public ProgressRecord(int activityId, string activity, string statusDescription)
        {
            ActivityId = activityId;
            Activity = activity;
            StatusDescription = statusDescription;
        }

        public int ActivityId { get; }

        public string Activity { get; set; }

        public string StatusDescription { get; set; }

        public ProgressRecordType RecordType { get; set; }
    }
}
