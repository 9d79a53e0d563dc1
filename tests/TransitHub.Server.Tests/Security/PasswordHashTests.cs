using TransitHub.Server.Security;

namespace TransitHub.Server.Tests.Security;

public class PasswordHashTests
{
    private const int Quick = 10_000;

    [Fact]
    public void Knows_its_password_and_no_other()
    {
        string hash = PasswordHash.Create("ลับมาก", Quick);

        Assert.True(PasswordHash.Verify(hash, "ลับมาก"));
        Assert.False(PasswordHash.Verify(hash, "ลับมาก "));
        Assert.NotEqual(hash, PasswordHash.Create("ลับมาก", Quick));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("pbkdf2-sha256$1$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$600000$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void Takes_no_other_text_for_a_hash(string? text)
    {
        Assert.False(PasswordHash.IsWellFormed(text));
    }
}
