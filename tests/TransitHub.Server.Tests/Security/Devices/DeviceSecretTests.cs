using TransitHub.Server.Security.Devices;

namespace TransitHub.Server.Tests.Security.Devices;

public class DeviceSecretTests
{
    [Fact]
    public void A_secret_has_256_random_bits_and_its_hash_says_yes_to_it_alone()
    {
        string one = DeviceSecret.Create();
        string other = DeviceSecret.Create();
        Assert.NotEqual(one, other);
        Assert.Equal(43, one.Length);
        string hash = DeviceSecret.Hash(one);
        Assert.True(DeviceSecret.Verify(hash, one));
        Assert.False(DeviceSecret.Verify(hash, other));
        Assert.False(DeviceSecret.Verify(DeviceSecret.OfNobody, string.Empty));
        Assert.DoesNotContain(one, hash, StringComparison.Ordinal);
        Assert.NotEqual(hash, DeviceSecret.Hash(one));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("pbkdf2-sha512$10000$AAAA$AAAA")]
    [InlineData("pbkdf2-sha512$99999999999$AAAAAAAAAAAAAAAA$AAAA")]
    public void What_is_no_hash_is_well_formed_to_nobody(string? text)
    {
        Assert.False(DeviceSecret.IsWellFormed(text));
        Assert.True(DeviceSecret.IsWellFormed(DeviceSecret.OfNobody));
        if (text is not null)
        {
            Assert.False(DeviceSecret.Verify(text, "x"));
        }
    }
}
