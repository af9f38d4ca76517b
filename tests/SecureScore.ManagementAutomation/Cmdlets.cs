using System.Collections;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using System.Reflection;
using System.Security;

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

        bool ShouldProcess(string verboseDescription, string verboseWarning, string caption);

        bool ShouldContinue(string query, string caption);

        bool ShouldContinue(string query, string caption, ref bool yesToAll, ref bool noToAll);

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

        public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption) =>
            CommandRuntime.ShouldProcess(verboseDescription, verboseWarning, caption);

        public bool ShouldContinue(string query, string caption) => CommandRuntime.ShouldContinue(query, caption);

        public bool ShouldContinue(string query, string caption, ref bool yesToAll, ref bool noToAll) =>
            CommandRuntime.ShouldContinue(query, caption, ref yesToAll, ref noToAll);

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

        public PSHost Host { get; internal set; } = new RecordingHost("ConsoleHost");
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
        public PSObject(object obj)
        {
            BaseObject = obj;
            Properties = new PropertyCollection(obj);
        }

        public object BaseObject { get; }

        public PSMemberInfoCollection<PSPropertyInfo> Properties { get; }

        public static PSObject AsPSObject(object obj) => obj as PSObject ?? new PSObject(obj);
    }

    public class PSCustomObject
    {
        internal PSCustomObject()
        {
        }
    }

    public abstract class PSMemberInfo
    {
        public abstract object? Value { get; set; }
    }

    public abstract class PSPropertyInfo : PSMemberInfo;

    public abstract class PSMemberInfoCollection<T> : IEnumerable<T>
        where T : PSMemberInfo
    {
        public abstract T? this[string name] { get; }

        public abstract IEnumerator<T> GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>The properties of a .NET object.</summary>
    internal sealed class PropertyCollection(object instance) : PSMemberInfoCollection<PSPropertyInfo>
    {
        public override PSPropertyInfo? this[string name] =>
            instance.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) is { } property ? new Property(instance, property) : null;

        public override IEnumerator<PSPropertyInfo> GetEnumerator() =>
            instance.GetType().GetProperties().Select(property => (PSPropertyInfo)new Property(instance, property)).GetEnumerator();

        private sealed class Property(object instance, PropertyInfo property) : PSPropertyInfo
        {
            public override object? Value
            {
                get => property.GetValue(instance);
                set => property.SetValue(instance, value);
            }
        }
    }

    public sealed class PSCredential
    {
        public PSCredential(string userName, SecureString password)
        {
            UserName = userName;
            Password = password;
        }

        public string UserName { get; }

        public SecureString Password { get; }
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

        public int ParentActivityId { get; set; } = -1;

        public int PercentComplete { get; set; } = -1;

        public ProgressRecordType RecordType { get; set; }
    }
}

namespace System.Management.Automation.Host
{
    public abstract class PSHost
    {
        public abstract string Name { get; }

        public abstract PSHostUserInterface? UI { get; }
    }

    public abstract class PSHostUserInterface;

    /// <summary>A host of that name, with a user interface that nothing is written to.</summary>
    internal sealed class RecordingHost(string name) : PSHost
    {
        public override string Name => name;

        public override PSHostUserInterface UI { get; } = new SilentInterface();

        private sealed class SilentInterface : PSHostUserInterface;
    }
}
