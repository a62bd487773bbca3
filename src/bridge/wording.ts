/**
 * Everything the bridge shows or prints, in Vietnamese. The page's own catalogue lives in
 * `src/lib/i18n`; the bridge carries only these few lines so that it starts without a page.
 */
export const wording = {
  appTitle: 'Trạm Số Hóa – Cầu nối ký số',
  listening: (address: string) => `Cầu nối ký số đang chạy tại ${address}`,
  allowedOrigins: (origins: readonly string[]) => `Trang được phép gọi: ${origins.join(', ')}`,
  dataFolder: (folder: string) => `Thư mục dữ liệu: ${folder}`,
  modules: (names: readonly string[]) =>
    names.length > 0
      ? `Trình điều khiển token: ${names.join(', ')}`
      : 'Chưa thấy trình điều khiển token nào trên máy này.',
  demoSigners: (names: readonly string[]) =>
    `Chứng thư DEMO (không có giá trị pháp lý) của: ${names.join(', ')}`,
  demoPin: (pin: string) => `Mã PIN của chứng thư DEMO mới tạo: ${pin}`,
  scanning: (folder: string, keepDays: number) =>
    `Trang quét chờ trình duyệt nhận: ${folder} (tự xóa sau ${keepDays} ngày nếu không trình duyệt nào nhận)`,
  howToStop: 'Nhấn Ctrl-C để dừng.',
  stopped: 'Cầu nối ký số đã dừng.',
  automaticConsent:
    'CẢNH BÁO: BRIDGE_TEST_PIN đang bật. Mọi yêu cầu ghép nối và ký đều được TỰ ĐỘNG CHẤP NHẬN. Chỉ dùng để kiểm thử hoặc trình diễn.',

  portInUse: (port: number) =>
    `Cổng ${port} đang được chương trình khác dùng. Có thể cầu nối ký số đã chạy rồi; nếu không, hãy tắt chương trình kia hoặc đặt BRIDGE_PORT sang cổng khác.`,
  portForbidden: (port: number) =>
    `Không được phép mở cổng ${port}. Đặt BRIDGE_PORT thành một cổng từ 1024 trở lên.`,
  folderUnusable: (folder: string, reason: string) =>
    `Không ghi được vào thư mục dữ liệu ${folder} (${reason}). Kiểm tra quyền và dung lượng, hoặc đặt BRIDGE_DATA_DIR sang thư mục khác.`,
  fileBroken: (path: string) =>
    `Tệp ${path} bị hỏng. Đổi tên tệp này rồi chạy lại; sau đó ghép nối lại trình duyệt.`,
  demoPinDiffers: (path: string) =>
    `Không mở được ${path} bằng mã PIN DEMO hiện tại. Đặt BRIDGE_DEMO_PIN đúng mã cũ, hoặc xóa thư mục demo để tạo lại.`,
  settingInvalid: (name: string, value: string, expected: string) =>
    `Giá trị của ${name} không hợp lệ: “${value}”. Cần: ${expected}.`,
  expectedPort: 'số cổng từ 0 đến 65535',
  expectedOrigins: 'các địa chỉ dạng https://so.example.vn, cách nhau bằng dấu phẩy',
  expectedDialog: 'auto, pinentry, zenity, powershell, osascript, terminal hoặc configured',
  expectedTestPin: 'BRIDGE_TEST_PIN phải có khi BRIDGE_DIALOG=configured',
  expectedSwitch: 'on hoặc off',
  expectedScanners:
    'địa chỉ máy quét trong mạng nội bộ, cách nhau bằng dấu phẩy, ví dụ 192.168.1.20 hoặc http://192.168.1.20:8080/eSCL',
  expectedDays: 'số ngày từ 1 đến 3650',
  expectedPin: 'từ 4 đến 32 ký tự',
  expectedVgca: 'auto, off hoặc địa chỉ trên máy này dạng wss://127.0.0.1:8987',
  expectedHttpUrl: 'một địa chỉ dạng http://127.0.0.1:47322',
  demoAnchorSource: 'Tự tạo trên máy này để chạy thử (DEMO, không có giá trị pháp lý)',

  autostart: {
    name: 'Cầu nối ký số Trạm Số Hóa',
    comment: 'Ký số bằng USB token cho các trang của Trạm Số Hóa',
    installed: (file: string) =>
      `Từ nay cầu nối ký số tự chạy khi bạn đăng nhập vào máy. Muốn bỏ: xóa ${file}`,
    onlyLinux:
      'Lệnh này chỉ dùng trên Linux. Trên Windows, chạy install-autostart.ps1 đi kèm chương trình.',
    onlyExecutable:
      'Lệnh này chỉ dùng với tệp chương trình đã đóng gói (npm run bridge:package), không dùng khi chạy từ mã nguồn.',
    unwritable: (folder: string, reason: string) =>
      `Không ghi được vào ${folder} (${reason}). Kiểm tra quyền của thư mục này.`,
  },

  doctor: {
    heading: 'Kiểm tra cầu nối ký số',
    program: (version: string, system: string) => `Phiên bản ${version} trên ${system}`,
    dialog: (name: string) => `Hộp thoại hỏi mã PIN: ${name}`,
    noDialog:
      'Hộp thoại hỏi mã PIN: KHÔNG CÓ. Chạy trên máy có màn hình, hoặc trong cửa sổ dòng lệnh.',
    portFree: (port: number) => `Cổng ${port}: còn trống`,
    portOurs: (port: number) => `Cổng ${port}: cầu nối ký số đang chạy`,
    portTaken: (port: number) =>
      `Cổng ${port}: CHƯƠNG TRÌNH KHÁC đang dùng. Tắt chương trình đó hoặc đặt BRIDGE_PORT.`,
    noModule:
      'Không thấy trình điều khiển token nào. Cài phần mềm của đơn vị cấp token, hoặc đặt BRIDGE_PKCS11_MODULES bằng đường dẫn đầy đủ của tệp PKCS#11.',
    module: (path: string) => `Trình điều khiển ${path}`,
    fileDigest: (sha256: string) => `SHA-256: ${sha256}`,
    builtFor: (architectures: string) => `Dành cho: ${architectures}`,
    wrongArchitecture: (needed: string) =>
      `KHÔNG DÙNG ĐƯỢC: máy này cần bản ${needed}. Cài bản 64-bit của trình điều khiển.`,
    notALibrary: 'KHÔNG DÙNG ĐƯỢC: không phải tệp thư viện.',
    unreadable: (reason: string) => `KHÔNG ĐỌC ĐƯỢC: ${reason}`,
    failed: (code: string) =>
      `KHÔNG TRẢ LỜI (${code}). Cài lại trình điều khiển hoặc đổi phiên bản.`,
    noToken: 'Chưa cắm token nào.',
    token: (label: string, serialNumber: string) => `Token ${label} (số ${serialNumber})`,
    pinStates: {
      ok: 'Mã PIN: bình thường',
      low: 'Mã PIN: đã có lần nhập sai',
      final: 'Mã PIN: CHỈ CÒN 1 LẦN THỬ',
      locked: 'Mã PIN: TOKEN ĐÃ BỊ KHÓA, liên hệ đơn vị cấp',
      unknown: 'Mã PIN: không rõ',
    },
    pinPad: 'Nhập mã PIN trên thiết bị',
    certificate: (subject: string, issuer: string) => `Chứng thư: ${subject}, do ${issuer} cấp`,
    daysLeft: (date: string, days: number) => `Hết hạn ngày ${date} (còn ${days} ngày)`,
    expired: (date: string) => `ĐÃ HẾT HẠN ngày ${date}`,
    noCertificate: 'Token không có chứng thư nào dùng để ký.',
    scanning: {
      heading: 'Quét tài liệu',
      sane: (version: string) => `Máy quét gắn vào máy này (SANE): ${version}`,
      noSane:
        'Máy quét gắn vào máy này (SANE): chưa cài scanimage; chỉ cần khi dùng máy quét USB trên Linux.',
      folders: (folders: readonly string[]) =>
        folders.length > 0
          ? `Thư mục quét được phép: ${folders.join(', ')}`
          : 'Thư mục quét được phép: không có',
      noScanner: 'Chưa có máy quét nào được thêm; thêm trong trang, hoặc đặt BRIDGE_SCANNERS.',
      scanner: (name: string, address: string) => `Máy quét ${name} (${address})`,
      answers: (resolutions: readonly number[]) =>
        resolutions.length > 0 ? `Trả lời; ${resolutions.join(', ')} dpi` : 'Trả lời',
      silent: (code: string) => `KHÔNG TRẢ LỜI (${code}). Bật máy quét, kiểm tra cáp và mạng.`,
      waiting: (pages: number, keepDays: number) =>
        `Trang quét chờ trình duyệt nhận: ${pages} (tự xóa sau ${keepDays} ngày)`,
    },
    allWell: 'Sẵn sàng ký.',
    notReady: 'Chưa ký được; xem các dòng VIẾT HOA ở trên.',
  },

  pairing: {
    title: 'Ghép nối trang với chương trình ký',
    body: (origin: string, userName: string, code: string) =>
      [
        `Trang ${origin}`,
        `của ${userName}`,
        'muốn dùng chương trình ký trên máy này.',
        '',
        `Sáu chữ số trên trang phải là:  ${code.slice(0, 3)} ${code.slice(3)}`,
        '',
        'Chỉ chấp nhận khi hai bên giống nhau.',
      ].join('\n'),
    accept: 'Giống nhau, ghép nối',
    refuse: 'Từ chối',
    terminalPrompt: 'Gõ “co” rồi Enter để chấp nhận, phím khác để từ chối: ',
    terminalYes: ['co', 'có', 'c', 'yes', 'y'],
  },

  consent: {
    title: 'Ký số',
    heading: (count: number, userName: string) => `${userName} đề nghị ký ${count} văn bản`,
    origin: (origin: string) => `Trang: ${origin}`,
    certificate: (subject: string, tokenLabel: string) => `Chứng thư: ${subject} (${tokenLabel})`,
    demo: 'DEMO – không có giá trị pháp lý',
    item: (place: number, title: string, numberNotation: string, pageCount: number) =>
      `${place}. ${numberNotation ? `${numberNotation}: ` : ''}${title} (${pageCount} trang)`,
    andMore: (count: number) => `… và ${count} văn bản khác`,
    pinLow: 'Lần trước đã nhập sai mã PIN. Nhập sai nhiều lần sẽ khóa token.',
    pinPad: 'Nhập mã PIN trên bàn phím của thiết bị sau khi bấm Ký.',
    pinAskedBy: (program: string) =>
      `${program} sẽ hỏi mã PIN trong cửa sổ riêng sau khi bấm Ký (nguồn ký này chưa được kiểm thử với VGCA thật).`,
    pinEachTime: 'Token này hỏi mã PIN cho từng chữ ký; mã vừa nhập chỉ dùng cho danh sách trên.',
    pinPrompt: 'Mã PIN (để ký toàn bộ danh sách trên): ',
    pinLine: 'Nhập mã PIN để ký toàn bộ danh sách trên:',
    pinLabel: 'Mã PIN:',
    accept: 'Ký',
    refuse: 'Hủy',
    terminalPinPad: 'Nhấn Enter để ký, Ctrl-C để hủy: ',
  },

  finalTry: {
    title: 'Chỉ còn 1 lần thử mã PIN',
    body: (tokenLabel: string) =>
      `Token ${tokenLabel} chỉ còn 1 lần thử. Nhập sai lần này sẽ KHÓA token.\n\nChỉ tiếp tục khi chắc chắn nhớ mã PIN.`,
    accept: 'Tôi chắc chắn, tiếp tục',
    refuse: 'Dừng lại',
  },
} as const;
