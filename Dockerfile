# The course in a container: set up when it is built, and then read-only; what a learner writes goes to their home.
#
#   docker build -t rnn-to-transformer .
#   docker run --rm -p 127.0.0.1:8888:8888 -v my-work:/home/node rnn-to-transformer
#
# Open the address that it prints. Any other user will do, too: --user 12345 -e HOME=/work -v my-work:/work
# tools/setup/hub.md has more, for a class.

FROM node:24-bookworm-slim AS tools
RUN apt-get update -q \
  && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends \
    ca-certificates g++ git python3 python3-venv \
  && rm -rf /var/lib/apt/lists/*

FROM tools AS set-up
WORKDIR /opt/rnn-to-transformer
COPY . .
# The small run leaves behind what the kernel would otherwise compile anew for every learner.
RUN npm run setup \
  && SMOKE=1 npm run notebooks -- 06 \
  && rm -rf .course/downloads .course/logs .course/smoke /root/.npm \
  && chmod -R a+rX .

FROM node:24-bookworm-slim
RUN apt-get update -q \
  && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends python3 \
  && rm -rf /var/lib/apt/lists/*
COPY --from=set-up /opt/rnn-to-transformer /opt/rnn-to-transformer
WORKDIR /opt/rnn-to-transformer
USER node
EXPOSE 8888
CMD ["node", "tools/run.cjs", "start", "--no-browser", "--ip=0.0.0.0", "--port=8888"]
