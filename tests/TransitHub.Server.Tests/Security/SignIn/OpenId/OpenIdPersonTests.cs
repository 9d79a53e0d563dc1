using System.Security.Claims;
using System.Text.Json;
using TransitHub.Server.Options;
using TransitHub.Server.Security.SignIn.OpenId;

namespace TransitHub.Server.Tests.Security.SignIn.OpenId;

/// <summary>Names and values of roles out of what a provider says.</summary>
public sealed class OpenIdPersonTests
{
    [Theory]
    [InlineData("""{"sub":"1","preferred_username":"noi"}""", "noi@city")]
    [InlineData("""{"sub":"1","preferred_username":"noi@elsewhere"}""", "noi@elsewhere@city")]
    [InlineData("""{"sub":"1"}""", "1@city")]
    [InlineData("""{"sub":"1","preferred_username":"  "}""", "1@city")]
    [InlineData("""{"sub":"1","preferred_username":"a\nb"}""", "1@city")]
    [InlineData("""{"preferred_username":null}""", null)]
    [InlineData("""{"sub":"1","preferred_username":"\ud800"}""", "1@city")]
    [InlineData("""{"sub":"1","\ud800":"x"}""", "1@city")]
    public void A_name_can_stand_in_an_audit_and_tells_the_provider(string claims, string? name) =>
        Assert.Equal(name, PersonOf(claims, "groups")?.Name);

    [Fact]
    public void A_name_that_is_too_long_is_none() => Assert.Null(PersonOf($$"""{"sub":"{{new string('x', 101)}}"}""", "groups"));

    [Theory]
    [InlineData("groups", """{"groups":["a","b","a"]}""", "a,b")]
    [InlineData("groups", """{"groups":"a"}""", "a")]
    [InlineData("groups", """{"groups":null}""", "")]
    [InlineData("groups", """{}""", "")]
    [InlineData("groups", """{"groups":["\ud800","a"]}""", "a")]
    [InlineData("realm_access.roles", """{"realm_access":{"roles":["\ud800","a"]}}""", "a")]
    [InlineData("realm_access.roles", """{"realm_access":{"roles":["a","b"]}}""", "a,b")]
    [InlineData("resource_access.hub.roles", """{"resource_access":{"hub":{"roles":["a"]}}}""", "a")]
    [InlineData("realm_access.roles", """{"realm_access":{"other":["a"]}}""", "")]
    [InlineData("realm_access.roles", """{"realm_access":"[not json"}""", "")]
    [InlineData("https://example.org/roles", """{"https://example.org/roles":["a"]}""", "a")]
    public void Values_are_of_the_claim_that_is_named_be_it_within_an_object(string claim, string claims, string values) =>
        Assert.Equal(values, string.Join(',', PersonOf(claims, claim, "1")!.RoleValues));

    private static OpenIdPerson? PersonOf(string claims, string roleClaim, string? subject = null)
    {
        using JsonDocument document = JsonDocument.Parse(claims);
        var identity = new ClaimsIdentity(OpenIdPerson.ClaimsOf(document.RootElement));
        if (subject is not null)
        {
            identity.AddClaim(new Claim("sub", subject));
        }

        return OpenIdPerson.Of(new ClaimsPrincipal(identity), new OpenIdProvider { Name = "city", RoleClaim = roleClaim });
    }
}
