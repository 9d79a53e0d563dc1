using TransitHub.Core.Fusion.Prediction;

namespace TransitHub.Onnx.Tests;

public sealed class OnnxArrivalModelTests : IDisposable
{
    private readonly FittedModel fitted = new();

    [Fact]
    public void Answers_as_the_trainer_did_within_a_ten_thousandth()
    {
        using OnnxArrivalModel model = OnnxArrivalModel.Load(this.fitted.Folder);
        var random = new Random(11);
        for (int i = 0; i < 2000; i++)
        {
            // Every fifth row lies far outside of what was seen.
            float[] row = [.. FittedModel.Row(random).Select(f => f * (i % 5 == 0 ? 20 : 1))];
            float[] answer = Ask(model, row, 1);
            Assert.All(answer.Zip(FittedModel.Answer(row)), pair => Assert.InRange(pair.First - pair.Second, -1e-4f, 1e-4f));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(200)]
    [InlineData(256)]
    public void A_row_is_answered_alike_in_every_batch(int count)
    {
        using OnnxArrivalModel model = OnnxArrivalModel.Load(this.fitted.Folder);
        var random = new Random(12);
        float[][] rows = [.. Enumerable.Range(0, count).Select(_ => FittedModel.Row(random))];
        float[] answers = Ask(model, [.. rows.SelectMany(r => r)], count);
        for (int i = 0; i < count; i++)
        {
            float[] alone = Ask(model, rows[i], 1);
            Assert.All(alone.Zip(answers.Skip(i * ArrivalFeatures.LevelCount)), pair => Assert.InRange(pair.First - pair.Second, -1e-5f, 1e-5f));
        }
    }

    [Fact]
    public void The_same_batch_gives_the_same_bytes()
    {
        using OnnxArrivalModel one = OnnxArrivalModel.Load(this.fitted.Folder);
        using OnnxArrivalModel other = OnnxArrivalModel.Load(this.fitted.Folder);
        var random = new Random(13);
        float[] rows = [.. Enumerable.Range(0, 100).SelectMany(_ => FittedModel.Row(random))];
        float[] first = Ask(one, rows, 100);
        Ask(one, [.. rows.Reverse()], 100);
        Assert.Equal(first, Ask(one, rows, 100));
        Assert.Equal(first, Ask(other, rows, 100));
    }

    [Fact]
    public void Refuses_more_rows_than_a_batch_holds()
    {
        using OnnxArrivalModel model = OnnxArrivalModel.Load(this.fitted.Folder);
        Assert.Throws<ArgumentOutOfRangeException>(() => Ask(model, new float[257 * ArrivalFeatures.Count], 257));
    }

    [Fact]
    public void Names_the_folder_that_is_not_there() =>
        Assert.Contains("/no/such/model", Refusal("/no/such/model"), StringComparison.Ordinal);

    [Theory]
    [InlineData(ModelFiles.Graph)]
    [InlineData(ModelFiles.Card)]
    [InlineData(ModelFiles.Sample)]
    public void Names_the_file_that_is_missing(string file)
    {
        File.Delete(this.fitted.Path(file));
        Assert.Contains(this.fitted.Path(file), Refusal(this.fitted.Folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_graph_with_a_byte_changed()
    {
        byte[] bytes = File.ReadAllBytes(this.fitted.Path(ModelFiles.Graph));
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(this.fitted.Path(ModelFiles.Graph), bytes);
        Assert.Contains("SHA-256", Refusal(this.fitted.Folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_what_is_no_graph_even_when_the_card_agrees()
    {
        this.Replace([1, 2, 3], card => card);
        Assert.Contains("ONNX Runtime does not take it", Refusal(this.fitted.Folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_graph_whose_tensors_are_not_those_of_the_card()
    {
        this.Replace(File.ReadAllBytes(this.fitted.Path(ModelFiles.Graph)), card => card with { Input = "others" });
        Assert.Contains("'others'", Refusal(this.fitted.Folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_model_of_another_kind()
    {
        this.Replace(File.ReadAllBytes(this.fitted.Path(ModelFiles.Graph)), card => card with { Kind = "load/1" });
        Assert.Contains("'load/1'", Refusal(this.fitted.Folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_model_trained_on_other_features()
    {
        this.Replace(File.ReadAllBytes(this.fitted.Path(ModelFiles.Graph)), card => card with { Features = [.. card.Features.Reverse()] });
        Assert.Contains("transithub train", Refusal(this.fitted.Folder), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_graph_that_does_not_answer_as_its_sample_says()
    {
        string path = this.fitted.Path(ModelFiles.Sample);
        ModelSample sample = ModelSample.Parse(File.ReadAllText(path), path, ArrivalFeatures.Count, ArrivalFeatures.LevelCount);
        sample.Outputs[2][3] += 0.01f;
        File.WriteAllText(path, sample.Write());
        Assert.Contains("row 2", Refusal(this.fitted.Folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"inputs\":[[1]],\"outputs\":[[1]]}")]
    [InlineData("{\"inputs\":[[1]],\"outputs\":null}")]
    [InlineData("{\"inputs\":[null],\"outputs\":[null]}")]
    public void Refuses_a_sample_that_is_none(string text)
    {
        File.WriteAllText(this.fitted.Path(ModelFiles.Sample), text);
        Assert.Contains(this.fitted.Path(ModelFiles.Sample), Refusal(this.fitted.Folder), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("# Only text")]
    [InlineData("---\nkind: arrival-residual/1\n---\n")]
    [InlineData("---\nkind: arrival-residual/1\ninput: a\noutput: b\nfeatures: c\nlevels: much\nsha256: 0\n---\n")]
    public void Refuses_a_card_without_a_header_that_says_all(string text)
    {
        File.WriteAllText(this.fitted.Path(ModelFiles.Card), text);
        Assert.Contains(this.fitted.Path(ModelFiles.Card), Refusal(this.fitted.Folder), StringComparison.Ordinal);
    }

    public void Dispose() => this.fitted.Dispose();

    private static string Refusal(string folder) => Assert.Throws<ModelException>(() => OnnxArrivalModel.Load(folder)).Message;

    private static float[] Ask(OnnxArrivalModel model, float[] rows, int count)
    {
        float[] answers = new float[count * ArrivalFeatures.LevelCount];
        model.Predict(rows, count, answers);
        return answers;
    }

    private void Replace(byte[] graph, Func<ModelCard, ModelCard> change)
    {
        string cardPath = this.fitted.Path(ModelFiles.Card);
        string samplePath = this.fitted.Path(ModelFiles.Sample);
        ModelCard card = ModelCard.Parse(File.ReadAllText(cardPath), cardPath);
        ModelSample sample = ModelSample.Parse(File.ReadAllText(samplePath), samplePath, ArrivalFeatures.Count, ArrivalFeatures.LevelCount);
        ModelFolder.Write(this.fitted.Folder, graph, change(card), "# Changed\n", sample);
    }
}
