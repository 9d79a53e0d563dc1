namespace TransitHub.Server.Tests.Commands;

/// <summary>Readers' keys from the command line.</summary>
public sealed class KeyCommandTests : IDisposable
{
    private readonly TestFolder folder = new();

    private string File => Path.Combine(this.folder.Path, "keys.json");

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Adds_lists_rotates_and_revokes()
    {
        CommandRun added = await CommandRun.Of("key", "add", "--name", "An app", "--tier", "app", "--days", "30", "--file", this.File);
        Assert.Equal(0, added.ExitCode);
        string key = added.Output.Split('\n')[0].Trim();
        string id = key.Split('_')[1];
        Assert.Contains($"{id}  active    app", (await CommandRun.Of("key", "list", "--file", this.File)).Output, StringComparison.Ordinal);
        CommandRun rotated = await CommandRun.Of("key", "rotate", id, "--file", this.File);
        Assert.StartsWith("thub_" + id, rotated.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(key, rotated.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await CommandRun.Of("key", "revoke", id, "--file", this.File)).ExitCode);
        string list = (await CommandRun.Of("key", "list", "--file", this.File)).Output;
        Assert.Contains($"{id}  revoked", list, StringComparison.Ordinal);
        Assert.DoesNotContain(rotated.Output.Split('\n')[0].Trim().Split('_')[2], list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_say_where_the_file_is()
    {
        string config = this.folder.File("hub.json", $$"""{ "Data": "{{this.folder.Path}}/data" }""");
        Assert.Equal(0, (await CommandRun.Of("key", "add", "--name", "An app", "--tier", "app", "--config", config)).ExitCode);
        Assert.True(System.IO.File.Exists(Path.Combine(this.folder.Path, "data", "reader-keys.json")));
        (await CommandRun.Of("key", "import", "nowhere.json", "--config", config)).AssertFailed(1, "There is no file nowhere.json");
    }

    [Fact]
    public async Task Says_what_is_wrong()
    {
        Assert.Contains("there is no key 'x'", (await CommandRun.Of("key", "revoke", "x", "--file", this.File)).Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("give 1 to 3650", (await CommandRun.Of("key", "add", "--name", "a", "--tier", "t", "--days", "0", "--file", this.File)).Error, StringComparison.Ordinal);
    }
}
