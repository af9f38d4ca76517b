namespace SecureScore.Emulator.Exchange;

/// <summary>A cmdlet ends with an error, which the service answers.</summary>
internal sealed class CmdletException : Exception
{
    public CmdletException(string message, int status = 400)
        : base(message) => Status = status;

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>The code beside it.</summary>
    public string Code => Status == 404 ? "NotFound" : "BadRequest";

    public static CmdletException NotFound(string identity) => new(
        $"Ex6F9304|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|The operation couldn't be performed because object '{identity}' couldn't be found on 'tenant'.",
        status: 404);

    public static CmdletException Exists(string name) => new(
        $"Ex9A7E2C|Microsoft.Exchange.Data.Directory.ADObjectAlreadyExistsException|The name \"{name}\" is already being used. Please try another name.");

    public static CmdletException NotCustomized() => new(
        "Ex5C9A5E|Microsoft.Exchange.Configuration.Tasks.InvalidOperationInDehydratedContextException|The command you tried to run isn't currently allowed in your organization. "
        + "To run this command, you first need to run the command: Enable-OrganizationCustomization.");

    public static CmdletException NotAllowed(string message) => new("ExB0A3F1|Microsoft.Exchange.Configuration.Tasks.TaskInvalidOperationException|" + message);

    public static CmdletException UnknownParameter(string name) => new(
        $"Ex2B1F0E|System.Management.Automation.ParameterBindingException|A parameter cannot be found that matches parameter name '{name}'.");

    public static CmdletException Wanted(string names) => new(
        $"Ex2B1F0E|System.Management.Automation.ParameterBindingException|Cannot process command because of one or more missing mandatory parameters: {names}.");

    public static CmdletException Unusable(string parameter, string why) => new(
        $"Ex3E7D11|System.Management.Automation.ParameterBindingException|Cannot process argument transformation on parameter '{parameter}'. {why}");
}
