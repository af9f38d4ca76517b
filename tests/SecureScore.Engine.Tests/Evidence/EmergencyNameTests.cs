using System.Text;
using SecureScore.Engine.Evidence;

namespace SecureScore.Engine.Tests.Evidence;

public class EmergencyNameTests
{
    [Theory]
    [InlineData("breakglass", true)]
    [InlineData("Break-Glass 1", true)]
    [InlineData("contoso_BREAK.GLASS@contoso.com", true)]
    [InlineData("emergencyaccess", true)]
    [InlineData("Emergency Admin", true)]
    [InlineData("gg Emergency account", true)]
    [InlineData("Emergency room", false)]
    [InlineData("ada.break@glass.com", false)]
    [InlineData("Ira Glass", false)]
    [InlineData("agency", false)]
    [InlineData("breakglas", false)]
    [InlineData("g", false)]
    [InlineData("", false)]
    [InlineData("brèakglass", false)]
    public void A_name_says_what_the_account_is_for(string name, bool expected) => EmergencyName.Is(Encoding.UTF8.GetBytes(name)).ShouldBe(expected);
}
