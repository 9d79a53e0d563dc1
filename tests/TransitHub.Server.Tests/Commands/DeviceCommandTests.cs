using System.Text.Json;
using TransitHub.Mqtt.Access;
using TransitHub.Server.Security.Audit;
using TransitHub.Server.Security.Devices;

namespace TransitHub.Server.Tests.Commands;

public sealed class DeviceCommandTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task A_device_is_added_listed_rotated_and_revoked()
    {
        CommandRun added = await this.RunAsync("add", "bus-1", "--feed", "city", "--expires", "365d", "--json");
        Assert.Equal((0, string.Empty), (added.ExitCode, added.Error));
        string first = Password(added);
        Assert.True(DeviceSecret.Verify(this.Find("bus-1").SecretHash!, first));

        CommandRun rotated = await this.RunAsync("rotate", "bus-1", "--json");
        string second = Password(rotated);
        Assert.NotEqual(first, second);
        Assert.False(DeviceSecret.Verify(this.Find("bus-1").SecretHash!, first));
        Assert.True(DeviceSecret.Verify(this.Find("bus-1").SecretHash!, second));
        Assert.NotNull(this.Find("bus-1").ExpiresAt);

        Assert.Equal(0, (await this.RunAsync("revoke", "bus-1")).ExitCode);
        CommandRun listed = await this.RunAsync("list");
        Assert.StartsWith("revoked  city", listed.Output, StringComparison.Ordinal);
        JsonElement list = JsonDocument.Parse((await this.RunAsync("list", "--json")).Output).RootElement;
        Assert.Equal(("bus-1", "revoked"), (list[0].GetProperty("user").GetString(), list[0].GetProperty("state").GetString()));
        foreach (string told in new[] { listed.Output, list.ToString() })
        {
            Assert.DoesNotContain(second, told, StringComparison.Ordinal);
            Assert.DoesNotContain("pbkdf2", told, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await this.RunAsync("rotate", "bus-1")).ExitCode);
        Assert.Null(this.Find("bus-1").RevokedAt);

        AuditFile audit = DeviceCredentialFile.AuditOf(this.Path);
        Assert.Equal(["rotate", "revoke", "rotate", "add"], audit.Read(10).Select(c => c.What));
        Assert.All(audit.Read(10), c => Assert.Equal((AuditedChange.CommandLine, "device", "bus-1"), (c.Who, c.Of, c.Id)));
        string kept = await File.ReadAllTextAsync(audit.Path, TestContext.Current.CancellationToken);
        Assert.All(["pbkdf2", first, second], secret => Assert.DoesNotContain(secret, kept, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_credential_is_not_changed_when_that_cannot_be_noted()
    {
        Assert.Equal(0, (await this.RunAsync("add", "bus-1", "--feed", "city")).ExitCode);
        string audit = DeviceCredentialFile.AuditOf(this.Path).Path;
        File.Delete(audit);
        Directory.CreateDirectory(audit);
        (await this.RunAsync("revoke", "bus-1")).AssertFailed(1, "cannot be changed");
        Assert.Null(this.Find("bus-1").RevokedAt);
    }

    [Fact]
    public async Task A_person_is_told_the_password_and_the_topics()
    {
        CommandRun added = await this.RunAsync("add", "cam-1", "--feed", "city", "--kinds", "count,status");
        Assert.Contains("user name  cam-1", added.Output, StringComparison.Ordinal);
        Assert.Contains("transithub/v1/city/count/cam-1", added.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("avl", added.Output, StringComparison.Ordinal);
        Assert.Contains("shown this once", added.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_a_certificate_and_rates_of_its_own_are_kept()
    {
        Assert.Equal(0, (await this.RunAsync("add", "avl-system", "--feed", "city", "--gateway", "--certificate", "--messages-per-second", "500", "--bytes-per-second", "1000000")).ExitCode);
        DeviceCredential gateway = this.Find("avl-system");
        Assert.Null(gateway.Id);
        Assert.Null(gateway.SecretHash);
        Assert.True(gateway.Certificate);
        DeviceLimits limits = gateway.LimitsOf(new DeviceLimits());
        Assert.Equal((500, 30_000, 1_000_000, 16_000_000), (limits.MessagesPerSecond, limits.MessageBurst, limits.BytesPerSecond, limits.ByteBurst));
    }

    [Theory]
    [InlineData("--feed 'a b'", "no feed id")]
    [InlineData("--feed city --kinds avl,radar", "'radar' is no kind")]
    [InlineData("--feed city --kinds hfp", "only a gateway")]
    [InlineData("--feed city --user a/b", "user name 'a/b'")]
    [InlineData("--feed city --expires yesterday", "--expires must be")]
    [InlineData("--feed city --expires 2020-01-01", "--expires must be")]
    [InlineData("--feed city --messages-per-second 0", "MessagesPerSecond is 0")]
    public async Task What_cannot_be_is_refused_and_nothing_is_written(string arguments, string told)
    {
        (await this.RunAsync(["add", "bus-1", .. arguments.Replace("'a b'", "a+b", StringComparison.Ordinal).Split(' ')])).AssertFailed(2, told);
        Assert.Empty(DeviceCredentialFile.Read(this.Path, new DeviceLimits()));
    }

    [Fact]
    public async Task A_user_name_is_given_once()
    {
        Assert.Equal(0, (await this.RunAsync("add", "bus-1", "--feed", "city")).ExitCode);
        (await this.RunAsync("add", "bus-1", "--feed", "town")).AssertFailed(1, "already");
        Assert.Equal(0, (await this.RunAsync("add", "bus-1", "--feed", "town", "--user", "town-bus-1")).ExitCode);
        (await this.RunAsync("rotate", "bus-2")).AssertFailed(1, "No device has the user name 'bus-2'");
        (await this.RunAsync("revoke", "bus-2")).AssertFailed(1, "No device has the user name 'bus-2'");
        Assert.Equal(0, (await this.RunAsync("revoke", "bus-1")).ExitCode);
        (await this.RunAsync("add", "bus-1", "--feed", "city")).AssertFailed(1, "was revoked");
    }

    [Fact]
    public async Task Two_changes_at_a_time_are_refused_rather_than_lost()
    {
        Assert.Equal(0, (await this.RunAsync("add", "bus-1", "--feed", "city")).ExitCode);
        using (new FileStream(this.Path + ".lock", FileMode.Open, FileAccess.Write, FileShare.None))
        {
            (await this.RunAsync("add", "bus-2", "--feed", "city")).AssertFailed(1, "call again");
        }

        Assert.Equal(0, (await this.RunAsync("add", "bus-2", "--feed", "city")).ExitCode);
    }

    [Fact]
    public async Task The_settings_may_name_another_file_and_need_not_be_complete()
    {
        string elsewhere = System.IO.Path.Combine(this.folder.Path, "keys", "devices.json");
        string config = this.folder.File("hub.json", $$"""{ "MqttListen": "0.0.0.0:1883", "DeviceAccess": { "File": "{{elsewhere}}" } }""");
        CommandRun added = await CommandRun.Of("device", "add", "bus-1", "--feed", "city", "--config", config);
        Assert.Equal((0, string.Empty), (added.ExitCode, added.Error));
        Assert.Equal("bus-1", Assert.Single(DeviceCredentialFile.Read(elsewhere, new DeviceLimits())).User);
    }

    private string Path => System.IO.Path.Combine(this.folder.Path, DeviceCredentialFile.DefaultName);

    private static string Password(CommandRun run) => JsonDocument.Parse(run.Output).RootElement.GetProperty("password").GetString()!;

    private DeviceCredential Find(string user) => DeviceCredentialFile.Read(this.Path, new DeviceLimits()).Single(d => d.User == user);

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.Of(["device", .. arguments, "--data", this.folder.Path]);
}
