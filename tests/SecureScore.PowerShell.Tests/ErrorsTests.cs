using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using System.Resources;

namespace SecureScore.PowerShell.Tests;

public sealed class ErrorsTests
{
    [Fact]
    public void Every_error_has_a_text_and_every_text_an_error()
    {
        var texts = new ResourceManager("SecureScore.PowerShell.Errors", typeof(Errors).Assembly)
            .GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>().Select(entry => (string)entry.Key);
        var factories = typeof(Errors).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(method => method.Name).Where(name => name != nameof(Errors.From));

        texts.ShouldBe(factories, ignoreOrder: true);
    }

    [Fact]
    public void An_error_has_the_id_of_its_factory_and_names_what_it_is_about()
    {
        var error = Errors.PathNotFileSystem("Env:PATH", "Environment");

        error.FullyQualifiedErrorId.ShouldBe("PathNotFileSystem");
        error.CategoryInfo.Category.ShouldBe(ErrorCategory.InvalidArgument);
        error.TargetObject.ShouldBe("Env:PATH");
        error.ErrorDetails!.Message.ShouldContain("'Env:PATH'");
        error.ErrorDetails.Message.ShouldContain("Environment");
    }
}
